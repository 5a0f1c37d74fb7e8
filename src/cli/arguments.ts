import { parseArgs } from 'node:util'
import { type Text, UsageError } from './command.ts'

type Flags = Record<string, { type: 'string' | 'boolean' }>
type Parsed = { values: Record<string, string | boolean | undefined>; positionals: string[] }

/** Splits arguments by the flags that a command knows; anything else is a usage error in the reader's language. */
export function readArguments(args: readonly string[], flags: Flags): Parsed {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: flags,
      allowPositionals: true,
      strict: true,
    })
    return { values, positionals }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The value of a flag that must be given. */
export function need(values: Parsed['values'], name: string, text: Text): string {
  const value = values[name]
  if (typeof value !== 'string' || value === '') throw new UsageError(text.missing(`--${name}`))
  return value
}

/** One of the values that a flag allows. */
export function oneOf<const T extends string>(
  value: string,
  allowed: readonly T[],
  what: string,
  text: Text,
): T {
  const found = allowed.find((it) => it === value)
  if (found === undefined) throw new UsageError(text.wrongValue(what, value, allowed.join(' | ')))
  return found
}
