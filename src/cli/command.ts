import type { Core } from '../compose.ts'
import type { Actor } from '../kernel/actor.ts'
import type { Language } from '../kernel/format.ts'
import type { Config } from '../server/config.ts'
import type * as texts from './text.ts'

export type Text = typeof texts.ru
/** What a command works with; `print` is for people, `json` ends the command with its one line for machines. */
export type Cli = {
  core: Core
  actor: Actor
  config: Config
  /** past a transaction pooler */
  databaseUrl: string
  language: Language
  text: Text
  isJson: boolean
  print(line: string): void
  json(value: object): void
}
export type Command = (cli: Cli, args: readonly string[]) => Promise<void>

/** The person typed something that no command understands. */
export class UsageError extends Error {}
