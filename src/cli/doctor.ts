import { access, constants, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import { readArguments } from './arguments.ts'
import { readPassphrase } from './backup.ts'
import type { Command } from './command.ts'
import { type Check, checkBackups } from './doctor-backups.ts'

const flags = { verify: { type: 'string' }, 'passphrase-file': { type: 'string' } } as const

const GIB = 2 ** 30
const LOW_DISK_GIB = 1
const OLDEST_POSTGRES = 150_000

/** `gorn doctor`: is the place where Gorn lives sound? Every check says what it saw. */
export const runDoctor: Command = async (cli, args) => {
  const { values } = readArguments(args, flags)
  const verify = typeof values['verify'] === 'string' ? values['verify'] : null
  const passphrase = await readPassphrase(cli, values['passphrase-file'])
  const { db } = cli.core.services
  const checks: Check[] = []
  const add = (name: string, isOk: boolean, detail: string): void => void checks.push({ name, isOk, detail })

  add('node', Number(process.versions.node.split('.')[0]) >= 22, process.versions.node)
  const writable = await access(cli.config.dataFolder, constants.W_OK).then(
    () => true,
    () => false,
  )
  add('data-folder', writable, cli.config.dataFolder)
  const disk = await statfs(cli.config.dataFolder)
  const freeGib = (disk.bavail * disk.bsize) / GIB
  add('free-disk', freeGib > LOW_DISK_GIB, `${freeGib.toFixed(1)} GiB`)

  const server = await sql<{ version: string; number: number }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number`.execute(
    db,
  )
  add('postgresql', (server.rows[0]?.number ?? 0) >= OLDEST_POSTGRES, server.rows[0]?.version ?? '?')
  // Whoever does not own the database cannot turn them off, and a list may take seconds: an owner can.
  const plans = await sql<{ name: string; workers: string }>`
    select current_database() as name, current_setting('max_parallel_workers_per_gather') as workers`.execute(
    db,
  )
  const { name: database, workers } = plans.rows[0] ?? { name: '?', workers: '?' }
  const remedy = `alter database ${database} set max_parallel_workers_per_gather = 0`
  add('plain-statements', true, workers === '0' ? 'yes' : `no, lists may be slow: ${remedy}`)
  const failed = await sql<{ count: number }>`
    select count(*) as count from graphile_worker.jobs where attempts >= max_attempts`.execute(db)
  add('failed-jobs', failed.rows[0]?.count === 0, String(failed.rows[0]?.count))
  const counts = await sql<{ clients: number; orders: number; unassigned: number }>`
    select (select count(*) from client) as clients, (select count(*) from sales_order) as orders,
      (select count(*) from sales_order where client_id is null) as unassigned`.execute(db)
  add('records', true, JSON.stringify(counts.rows[0]))

  const named = verify === null || verify === 'last' ? verify : resolve(verify)
  checks.push(...(await checkBackups(cli, { verify: named, passphrase })))

  cli.json({ isOk: checks.every((check) => check.isOk), checks })
  for (const check of checks)
    cli.print(`${check.isOk ? cli.text.ok : cli.text.bad}\t${check.name}\t${check.detail}`)
  if (!checks.every((check) => check.isOk)) throw new Error(checks.find((check) => !check.isOk)?.name)
}
