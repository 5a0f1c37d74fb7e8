import pino from 'pino'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { type Connection, connect } from './database/connect.ts'
import { startJobs } from './jobs.ts'
import type { Jobs } from './services.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let connection: Connection
let admin: Connection
beforeEach(async () => {
  database = await freshDatabase()
  const onError = (): void => undefined
  connection = connect(database.url, { name: 'lane', onError })
  admin = connect(inject('clusterUrl'), { name: 'admin', onError })
})
afterEach(async () => {
  await connection.close()
  await admin.close()
  await database.drop()
})

const add = (name: string) => connection.pool.query('select graphile_worker.add_job($1)', [name])

// The moment at which every place of a lane learns that the database is gone, once in each way of ending.
test.each(['well', 'badly'])(
  'jobs that end %s while the database goes are done again, and others after them',
  {
    timeout: 60_000,
  },
  async (ending) => {
    const ran: string[] = []
    let arrived = 0
    let open: () => void = () => undefined
    const isOpen = new Promise<void>((resolve) => (open = resolve))
    const together = async (name: string): Promise<void> => {
      ran.push(name)
      arrived++
      await isOpen
      // Each is told of by itself: what ends in the same moment is told together.
      if (name === 'second') await new Promise((resolve) => setTimeout(resolve, 2))
      if (ending === 'badly' && arrived === 2) throw new Error('on the way')
    }
    const jobs: Jobs = {
      first: { run: () => together('first') },
      second: { run: () => together('second') },
      later: { run: async () => void ran.push('later') },
    }
    const running = await startJobs(
      { pool: connection.pool, directUrl: () => database.url },
      jobs,
      pino({ level: 'silent' }),
    )
    await add('first')
    await add('second')
    await vi.waitFor(() => expect(arrived).toBe(2), { timeout: 20_000 })
    const name = new URL(database.url).pathname.slice(1)
    // Nobody gets in, and whoever is in is put out.
    await admin.pool.query(`alter database ${name} allow_connections false`)
    await admin.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
    open()
    await vi.waitFor(() => expect(connection.pool.idleCount).toBe(0), { timeout: 20_000 })
    await admin.pool.query(`alter database ${name} allow_connections true`)
    await add('later')
    await vi.waitFor(() => expect(ran).toContain('later'), { timeout: 50_000 })
    // What nobody could write down as done is done again, until nothing is left.
    const left = async () => (await connection.pool.query('select from graphile_worker.jobs')).rowCount
    await expect.poll(left, { timeout: 50_000 }).toBe(0)
    await running.stop()
  },
)
