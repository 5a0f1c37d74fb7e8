import { access, readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type ImportMap, runImport, undoImport } from '../features/imports/public.ts'
import { oneOf, readArguments } from './arguments.ts'
import { type Cli, type Command, UsageError } from './command.ts'

const flags = { map: { type: 'string' }, 'dry-run': { type: 'boolean' } } as const
const kinds = ['clients', 'orders', 'order-lines', 'deals', 'products'] as const

async function readMap(path: string, cli: Cli): Promise<ImportMap> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ImportMap
  } catch (error) {
    throw new UsageError(cli.text.badMap(path, error instanceof Error ? error.message : String(error)))
  }
}

async function undo(cli: Cli, id: string | undefined): Promise<void> {
  if (!id) throw new UsageError(cli.text.missing('ID'))
  const result = await undoImport(cli.core.services, cli.actor, id)
  cli.json(result)
  cli.print(cli.text.undone)
}

/** `gorn import`: brings a file in, or undoes an import. */
export const runImportCommand: Command = async (cli, args) => {
  const { values, positionals } = readArguments(args, flags)
  const [what = '', file] = positionals
  if (what === 'undo') return undo(cli, file)
  const kind = oneOf(what, kinds, 'import', cli.text)
  if (!file) throw new UsageError(cli.text.missing('FILE'))
  const path = resolve(file)
  await access(path).catch(() => {
    throw new UsageError(cli.text.noFile(file))
  })
  const map = typeof values['map'] === 'string' ? await readMap(resolve(values['map']), cli) : {}
  const result = await runImport(cli.core.services, cli.actor, {
    kind,
    path,
    fileName: basename(path),
    map,
    dryRun: values['dry-run'] === true,
  })
  cli.json(result)
  cli.print(cli.text.imported(result))
  cli.print(values['dry-run'] === true ? cli.text.dryRun : cli.text.importId(result.importId))
}
