import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pino from 'pino'
import { composeCore } from '#compose.ts'
import { readConfig } from '#server/config.ts'
import type { Database } from '#server/database/connect.ts'
import { runWaitingJobs } from '#server/jobs.ts'
import type { Services } from '#server/services.ts'
import { freshDatabase } from './fresh-database.ts'

export type BareApp = {
  services: Services
  db: Database
  url: string
  folder: string
  runJobs(): Promise<void>
  close(): Promise<void>
}

/** The composed core on a fresh database with a Russian workspace, without HTTP and people: for what needs neither. */
export async function bareApp(options: { now?: string } = {}): Promise<BareApp> {
  const database = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gorn-test-'))
  const config = readConfig({}, { GORN_DATA: folder })
  await mkdir(config.filesFolder, { recursive: true })
  const log = pino({ level: process.env['GORN_LOG_LEVEL'] ?? 'silent' })
  const now = (): Date => new Date(options.now ?? '2024-06-01T09:00:00Z')
  const { services, connection, jobs } = await composeCore({ config, url: database.url, log, now })
  await sql`
    insert into workspace (name, language, time_zone, currency, country, prices_include_vat)
    values ('Проба', 'ru', 'Europe/Moscow', 'RUB', 'RU', false)`.execute(services.db)
  await sql`select graphile_worker.add_job('segments.refresh')`.execute(services.db)
  const runJobs = (): Promise<void> => runWaitingJobs(connection.pool, jobs, log)
  await runJobs()
  return {
    services,
    db: services.db,
    url: database.url,
    folder,
    runJobs,
    async close() {
      await connection.close()
      await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}
