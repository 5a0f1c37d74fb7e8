import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { migrate } from './migrate.ts'

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

test('a database of an outside PostgreSQL neither compiles statements nor spreads them, and is migrated once', async () => {
  const { url, drop } = await freshDatabase()
  try {
    const name = new URL(url).pathname.slice(1)
    const asked = `select current_setting('jit') as jit, current_setting('max_parallel_workers_per_gather') as workers`
    await ask(url, `alter database ${name} set jit = on`)
    await ask(url, `alter database ${name} set max_parallel_workers_per_gather = 2`)
    expect(await ask(url, asked)).toEqual([{ jit: 'on', workers: '2' }])
    expect(await migrate(url)).toEqual([])
    expect(await ask(url, asked)).toEqual([{ jit: 'off', workers: '0' }])
  } finally {
    await drop()
  }
})

test('whoever may not set it is served all the same', async () => {
  const { url, drop } = await freshDatabase()
  const name = new URL(url).pathname.slice(1)
  const role = `poor_${name}`
  try {
    await ask(url, `alter database ${name} set jit = on`)
    await ask(
      url,
      `create role ${role} login; grant all on schema public, graphile_worker to ${role};
      grant all on all tables in schema public, graphile_worker to ${role}`,
    )
    const theirs = new URL(url)
    theirs.username = role
    expect(await migrate(theirs.href)).toEqual([])
    expect(await ask(url, 'show jit')).toEqual([{ jit: 'on' }])
  } finally {
    await drop()
    await ask(url.replace(name, 'postgres'), `drop role ${role}`)
  }
})
