import { type Core, composeCore } from '../compose.ts'
import { findWorkspace } from '../features/team/public.ts'
import { systemActor } from '../kernel/actor.ts'
import { Refusal } from '../kernel/refusal.ts'
import { refusalText } from '../refusals.ts'
import { type Config, readConfig } from '../server/config.ts'
import { openDatabase } from '../server/database/open.ts'
import { makeLog } from '../server/log.ts'
import { UsageError } from './command.ts'
import { commands } from './commands.ts'
import * as texts from './text.ts'

const OK = 0
const FAILED = 1
const USAGE = 2

async function withCore<T>(
  config: Config,
  work: (core: Core, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const log = makeLog(config.logLevel, 'stderr')
  const database = await openDatabase(config, log)
  try {
    const core = await composeCore({ config, url: database.url, log, name: 'gorn-cli' })
    try {
      return await work(core, database.directUrl)
    } finally {
      await core.connection.close()
    }
  } finally {
    await database.release()
  }
}

type Output = { write(text: string): unknown }
/** Where a command is run: the process, unless told otherwise. */
export type Terminal = { env: NodeJS.ProcessEnv; stdout: Output; stderr: Output }

/** Runs one command and answers the exit code: 0 done, 1 refused or failed, 2 not understood. */
export async function runCli(argv: readonly string[], terminal: Terminal = process): Promise<number> {
  const [name = '', ...rest] = argv
  const config = readConfig({ logLevel: 'warn' }, terminal.env)
  let { language } = config
  const command = commands[name]
  const isJson = rest.includes('--json')
  const fail = (code: string, message: string, data: object = {}): void => {
    if (isJson) terminal.stdout.write(`${JSON.stringify({ error: { code, message, ...data } })}\n`)
    terminal.stderr.write(`${message}\n`)
  }
  if (!command) {
    const text = texts[language]
    const isHelp = name === '' || name === 'help' || name === '--help'
    terminal[isHelp ? 'stdout' : 'stderr'].write(
      `${isHelp ? '' : `${text.unknownCommand(name)}\n\n`}${text.usage}\n`,
    )
    return isHelp ? OK : USAGE
  }
  try {
    await withCore(config, async (core, databaseUrl) => {
      language = (await findWorkspace(core.services.db))?.language ?? language
      await command(
        {
          core,
          config,
          databaseUrl,
          language,
          isJson,
          text: texts[language],
          actor: systemActor('cli'),
          print: (line) => void terminal[isJson ? 'stderr' : 'stdout'].write(`${line}\n`),
          json: (value) => void (isJson && terminal.stdout.write(`${JSON.stringify(value)}\n`)),
        },
        rest.filter((arg) => arg !== '--json'),
      )
    })
    return OK
  } catch (error) {
    if (error instanceof UsageError) {
      fail('usage', error.message)
      return USAGE
    }
    if (error instanceof Refusal)
      fail(error.code, refusalText(language, error.code, error.data), { data: error.data })
    else
      fail('unexpected', texts[language].unexpected(error instanceof Error ? error.message : String(error)))
    return FAILED
  }
}
