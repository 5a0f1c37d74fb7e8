import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/server/database/embedded/supervisor.ts'
import { isAlive } from '../../src/server/database/embedded/postmaster.ts'
import { migrate } from '../../src/server/database/migrate.ts'
import { scratchFolder } from './data-folder.ts'
import { type Prepared, prepareWorkspace } from './test-app.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** connects to the maintenance database of the tests' PostgreSQL */
    clusterUrl: string
    /** who is signed in where a workspace is set up */
    prepared: Prepared
    /** a data folder whose database is made and migrated */
    readyFolder: string
  }
}

const PREFIX = 'gorn-cluster-'

// What a run that was killed left behind.
async function clearDead(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    if (existsSync(join(folder, 'postgres/data/PG_VERSION'))) {
      const orphan = await startEmbedded({ dataFolder: folder, log: () => undefined, isDurable: false })
      await orphan.release()
    }
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeReady(folder: string): Promise<void> {
  const server = await startEmbedded({ dataFolder: folder, log: () => undefined, isDurable: false })
  await migrate(server.connectionString())
  await server.release()
}

/** One PostgreSQL for the whole test run, with templates that tests copy: a migrated database, and a workspace in use. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearDead()
  const folder = await scratchFolder(`${PREFIX}${process.pid}-`)
  const ready = join(folder, 'ready')
  const making = makeReady(ready)
  const server = await startEmbedded({ dataFolder: folder, log: () => undefined, isDurable: false })
  const client = new pg.Client({ connectionString: server.connectionString('postgres') })
  await client.connect()
  await client.query('create database gorn_template')
  await migrate(server.connectionString('gorn_template'))
  await client.query('create database gorn_workspace template gorn_template')
  await client.end()
  project.provide('prepared', await prepareWorkspace(server.connectionString('gorn_workspace')))
  project.provide('clusterUrl', server.connectionString('postgres'))
  await making
  project.provide('readyFolder', ready)
  return async () => {
    await server.release()
    await rm(folder, { recursive: true, force: true })
  }
}
