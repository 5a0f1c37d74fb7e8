import { mkdir } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { startEmbedded } from './embedded/supervisor.ts'
import { migrate } from './migrate.ts'

export type OpenDatabase = {
  url: string
  /** past a transaction pooler */
  directUrl: string
  isEmbedded: boolean
  release(): Promise<void>
}

/** Finds the database that the configuration names, starting the embedded one when it names none, and migrates it. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  await mkdir(config.filesFolder, { recursive: true })
  if (config.databaseUrl) {
    const directUrl = config.databaseDirectUrl ?? config.databaseUrl
    await migrateLogged(directUrl, log)
    return { url: config.databaseUrl, directUrl, isEmbedded: false, release: async () => undefined }
  }
  const embedded = await startEmbedded({
    dataFolder: config.dataFolder,
    log: (event, data) => log.info(data ?? {}, event),
  })
  const url = embedded.connectionString()
  await migrateLogged(url, log)
  return { url, directUrl: url, isEmbedded: true, release: () => embedded.release() }
}

async function migrateLogged(url: string, log: Logger): Promise<void> {
  const applied = await migrate(url)
  if (applied.length > 0) log.info({ applied }, 'database migrated')
}
