import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'

const folder = join(import.meta.dirname, 'migrations')
const LOCK = 7_406_001

/**
 * Brings a database to the newest schema: forward only, one transaction for all, under a lock, so that
 * several servers may start at once. A file that changed after it was applied is refused.
 */
export async function migrate(url: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const client = new pg.Client({ connectionString: url, application_name: 'gorn-migrate' })
  await client.connect()
  const applied: string[] = []
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await client.query(
      'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from schema_migration',
    )
    const known = new Map(rows.map((row) => [row.name, row.sha256]))
    const unknown = rows.find((row) => !files.includes(row.name))
    if (unknown)
      throw new Error(
        `The database is newer than this Gorn: it has ${unknown.name}. Start the newer version.`,
      )
    for (const name of files) {
      const text = await readFile(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      if (known.has(name)) {
        if (known.get(name) !== sha256) throw new Error(`Migration ${name} was changed after it was applied.`)
        continue
      }
      await client.query(text)
      await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256])
      applied.push(name)
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
  await runMigrations({ connectionString: url })
  return applied
}
