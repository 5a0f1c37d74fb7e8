import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { scratchFolder } from '../test/support/data-folder.ts'
import { type Config, readConfig } from '#server/config.ts'

/** An empty place for one company: a data folder, and with an outside PostgreSQL a database of its own. */
export type Engine = { env: Record<string, string>; config: Config; folder: string; drop(): Promise<void> }

async function tell(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * Makes one; `url` names the outside PostgreSQL by any of its databases, none means the embedded. In a folder of one's own
 * it stays for the next run.
 */
export async function makeEngine(url: string | undefined, kept?: string): Promise<Engine> {
  const folder = kept ? resolve(kept) : await scratchFolder('gorn-bench-')
  const data = join(folder, 'data')
  await mkdir(data, { recursive: true })
  const env: Record<string, string> = { GORN_DATA: data, DATABASE_URL: '', GORN_LOG_LEVEL: 'warn' }
  const noted = join(folder, 'database')
  const isThere = existsSync(noted)
  const name = isThere
    ? await readFile(noted, 'utf8')
    : `gorn_bench_${process.pid}_${Math.round(performance.now())}`
  if (url) {
    if (!isThere) await tell(url, `create database ${name}`)
    await writeFile(noted, name)
    const own = new URL(url)
    own.pathname = `/${name}`
    env['DATABASE_URL'] = own.href
  }
  return {
    env,
    config: readConfig({}, env),
    folder,
    async drop() {
      if (kept) return
      if (url) await tell(url, `drop database ${name} with (force)`)
      await rm(folder, { recursive: true })
    },
  }
}
