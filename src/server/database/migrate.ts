import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { locks } from './locks.ts'

const folder = join(import.meta.dirname, 'migrations')

export type Migration = { name: string; sha256: string }

/** The migrations that this version knows, in their order, with their text. */
async function readMigrations(): Promise<(Migration & { text: string })[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** The migrations that this version knows, in their order. */
export async function listMigrations(): Promise<Migration[]> {
  return (await readMigrations()).map(({ name, sha256 }) => ({ name, sha256 }))
}

/**
 * Brings a database to the newest schema, or only to the migrations named, within the transaction that the client is in,
 * under a lock. A file that changed after it was applied is refused.
 */
export async function applyMigrations(
  client: pg.ClientBase,
  only: ReadonlySet<string> | null = null,
): Promise<string[]> {
  const files = await readMigrations()
  await client.query('select pg_advisory_xact_lock($1)', [locks.migrate])
  await client.query(
    'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  )
  const { rows } = await client.query<Migration>('select name, sha256 from schema_migration')
  const known = new Map(rows.map((row) => [row.name, row.sha256]))
  const unknown = rows.find((row) => !files.some((file) => file.name === row.name))
  if (unknown)
    throw new Error(`The database is newer than this Gorn: it has ${unknown.name}. Start the newer version.`)
  const applied: string[] = []
  for (const { name, text, sha256 } of files) {
    if (known.has(name)) {
      if (known.get(name) !== sha256) throw new Error(`Migration ${name} was changed after it was applied.`)
      continue
    }
    if (only && !only.has(name)) continue
    await client.query(text)
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256])
    applied.push(name)
  }
  return applied
}

// Our statements are many and short: to compile one, or to start workers for it, takes longer than to run it. Set on the
// database, because a pooler lets no setting through; whoever may not set it is slower, nothing else.
const settle = `
  do $$ begin
    if current_setting('jit') = 'on' then
      execute format('alter database %I set jit = off', current_database());
    end if;
    if current_setting('max_parallel_workers_per_gather') <> '0' then
      execute format('alter database %I set max_parallel_workers_per_gather = 0', current_database());
    end if;
  exception when insufficient_privilege then
    raise notice 'only the owner of the database can settle how it runs statements';
  end $$`

/** Brings a database to the newest schema: forward only, one transaction for all; several servers may start at once. */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'gorn-migrate' })
  await client.connect()
  let applied: string[]
  try {
    await client.query('begin')
    applied = await applyMigrations(client)
    await client.query(settle)
    await client.query('commit')
  } finally {
    await client.end()
  }
  await runMigrations({ connectionString: url })
  return applied
}
