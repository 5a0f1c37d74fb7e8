import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { Refusal } from '#kernel/refusal.ts'
import { migrate } from '../database/migrate.ts'
import { tellDiskFull } from '../disk-full.ts'
import { checkBackup } from './read.ts'
import { type Restored, restoreBackup } from './restore.ts'

const PREFIX = 'gorn_scratch_'
const NO_RIGHT = '42501'

// What an earlier look left when it was killed.
async function clearLeft(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database d where starts_with(datname, $1)
       and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    [PREFIX],
  )
  for (const { datname } of rows) await client.query(`drop database if exists ${datname}`)
}

/** Proves that a backup is good: restores it into a base made for that, reads every table back and drops the base. */
export async function verifyBackup(options: {
  url: string
  path: string
  passphrase: string | null
}): Promise<Restored> {
  await checkBackup(options.path, options.passphrase)
  const client = new pg.Client({ connectionString: options.url, application_name: 'gorn-scratch' })
  client.on('error', () => undefined)
  await client.connect()
  const name = `${PREFIX}${randomBytes(6).toString('hex')}`
  const url = options.url.replace(/(\/\/[^/]*\/)[^?]*/, `$1${name}`)
  try {
    await clearLeft(client)
    await client.query(`create database ${name} template template0`)
    await migrate(url)
    return await restoreBackup({ ...options, url, filesFolder: null, isCompared: true })
  } catch (error) {
    if ((error as { code?: unknown }).code === NO_RIGHT) throw new Refusal('noScratch')
    throw tellDiskFull(error)
  } finally {
    await client.query(`drop database if exists ${name} with (force)`).catch(() => undefined)
    await client.end()
  }
}
