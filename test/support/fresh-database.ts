import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type FreshDatabase = { url: string; drop(): Promise<void> }

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('clusterUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A database of one's own, copied in some 50 ms: migrated and empty, or with a workspace and its people. */
export async function freshDatabase(
  template: 'gorn_template' | 'gorn_workspace' = 'gorn_template',
): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await run(`create database ${name} template ${template} strategy file_copy`)
  const url = inject('clusterUrl').replace('/postgres?', `/${name}?`)
  return { url, drop: () => run(`drop database ${name} with (force)`) }
}
