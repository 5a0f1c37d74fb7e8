import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export type Config = {
  host: string
  port: number
  /** everything Gorn keeps on disk */
  dataFolder: string
  filesFolder: string
  webFolder: string
  /** an outside PostgreSQL; null = the embedded one */
  databaseUrl: string | null
  /** past a transaction pooler: for LISTEN, migrations and jobs */
  databaseDirectUrl: string | null
  logLevel: string
  /** of the command line while no workspace says otherwise */
  language: 'ru' | 'en'
  /** the address people type, when a proxy stands before us */
  publicUrl: string | null
  backupsFolder: string
  /** encrypts scheduled backups; never kept in the base that they copy */
  backupPassphrase: string | null
  /** requests a minute by one token, and by strangers from one address */
  apiLimit: number
  /** private neighbours that webhooks may be sent to, host:port */
  webhookAllow: string[]
  webhookTimeoutMs: number
  version: string
}

const root = resolve(import.meta.dirname, '../..')

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return version
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 3000
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT must be 0…65535, not “${text}”.`)
  return port
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return 600
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1)
    throw new Error(`GORN_API_LIMIT must be a whole number from 1, not “${text}”.`)
  return limit
}

function readLanguage(env: NodeJS.ProcessEnv): 'ru' | 'en' {
  const set = env['GORN_LANGUAGE'] || env['LC_ALL'] || env['LANG'] || ''
  return set.toLowerCase().startsWith('ru') ? 'ru' : 'en'
}

function readList(text = ''): string[] {
  const parts = text.split(',').map((part) => part.trim().toLowerCase())
  return parts.filter((part) => part !== '')
}

/** The only place that reads the environment. */
export function readConfig(
  fallback: { logLevel?: string } = {},
  env: NodeJS.ProcessEnv = process.env,
): Config {
  const dataFolder = resolve(env['GORN_DATA'] || join(root, 'data'))
  return {
    host: env['HOST'] || 'localhost',
    port: readPort(env['PORT']),
    dataFolder,
    filesFolder: resolve(env['GORN_FILES'] || join(dataFolder, 'files')),
    webFolder: join(root, 'dist/web'),
    databaseUrl: env['DATABASE_URL'] || null,
    databaseDirectUrl: env['DATABASE_DIRECT_URL'] || env['DATABASE_URL'] || null,
    logLevel: env['GORN_LOG_LEVEL'] || fallback.logLevel || 'info',
    language: readLanguage(env),
    publicUrl: env['GORN_PUBLIC_URL'] || null,
    backupsFolder: resolve(env['GORN_BACKUPS'] || join(dataFolder, 'backups')),
    backupPassphrase: env['GORN_BACKUP_PASSPHRASE'] || null,
    apiLimit: readLimit(env['GORN_API_LIMIT']),
    webhookAllow: readList(env['GORN_WEBHOOK_ALLOW']),
    webhookTimeoutMs: 10_000,
    version: readVersion(),
  }
}
