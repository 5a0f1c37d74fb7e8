import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { makeBackup } from '../features/backups/public.ts'
import { restoreBackup } from '../server/backup/restore.ts'
import { readArguments } from './arguments.ts'
import { type Cli, type Command, UsageError } from './command.ts'

const flags = { 'passphrase-file': { type: 'string' }, force: { type: 'boolean' } } as const

/** The passphrase of a file, else of the environment; null = none. */
export async function readPassphrase(cli: Cli, file: unknown): Promise<string | null> {
  if (typeof file !== 'string') return cli.config.backupPassphrase
  const text = await readFile(resolve(file), 'utf8').catch(() => {
    throw new UsageError(cli.text.noFile(file))
  })
  const passphrase = text.replace(/\r?\n$/, '')
  if (passphrase === '') throw new UsageError(cli.text.missing('--passphrase-file'))
  return passphrase
}

async function readOptions(
  cli: Cli,
  args: readonly string[],
): Promise<{ path: string; passphrase: string | null; isForced: boolean }> {
  const { values, positionals } = readArguments(args, flags)
  const [file] = positionals
  if (!file) throw new UsageError(cli.text.missing('FILE'))
  return {
    path: resolve(file),
    passphrase: await readPassphrase(cli, values['passphrase-file']),
    isForced: values['force'] === true,
  }
}

const rowsOf = (sums: { tables: Record<string, { rows: number }> }): number =>
  Object.values(sums.tables).reduce((sum, { rows }) => sum + rows, 0)

/** `gorn backup`: the whole base and its files into one file, while the server goes on working. */
export const runBackup: Command = async (cli, args) => {
  const options = await readOptions(cli, args)
  const { services } = cli.core
  const { bytes, sums } = await makeBackup(services, cli.actor, { ...options, gorn: cli.config.version })
  const isEncrypted = options.passphrase !== null
  cli.json({ path: options.path, bytes, rows: rowsOf(sums), isEncrypted, tables: sums.tables })
  cli.print(cli.text.backedUp(options.path, rowsOf(sums), bytes, isEncrypted))
}

/** `gorn restore`: a backup into an empty base, or over what is there by --force. */
export const runRestore: Command = async (cli, args) => {
  const options = await readOptions(cli, args)
  const { services } = cli.core
  const { madeAt, sums } = await restoreBackup({
    ...options,
    url: cli.databaseUrl,
    filesFolder: services.filesFolder,
  })
  cli.json({ madeAt, rows: rowsOf(sums), tables: sums.tables })
  cli.print(cli.text.restored(madeAt, rowsOf(sums)))
}
