// npm run bench -- [--size 10k|100k|1m] [--outside postgres://…] [--seed 1] [--seconds 3] [--report bench/REPORT.md]
import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { composeServer } from '#compose.ts'
import { dayOf } from '#kernel/days.ts'
import { openDatabase } from '#server/database/open.ts'
import { makeLog } from '#server/log.ts'
import { measureClasses } from './classes.ts'
import { foundCompany } from './company.ts'
import { makeEngine } from './engine.ts'
import { fill } from './fill.ts'
import { measureFirstLoad } from './first-load.ts'
import { sizes } from './generate.ts'
import { measurePages } from './http.ts'
import { measureImport } from './import.ts'
import { timeOnce } from './measure.ts'
import { measureOrders } from './order.ts'
import { writeReport } from './report.ts'
import { idleMemory, startServer } from './server.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100k' },
    outside: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3' },
    report: { type: 'string', default: join(import.meta.dirname, 'REPORT.md') },
  },
})
const size = sizes[values.size]
if (!size) throw new Error(`--size is one of ${Object.keys(sizes).join(', ')}`)
const seed = Number(values.seed)
const startedAt = new Date()
const loadBefore = loadavg()[0] ?? 0
const say = (line: string): void =>
  void process.stdout.write(
    `${((Date.now() - startedAt.getTime()) / 1000).toFixed(0).padStart(5)} s  ${line}\n`,
  )

const forImport = await makeEngine(values.outside)
const imported = await measureImport(forImport)
await forImport.drop()
say(`import: ${imported.importSeconds.toFixed(1)} s beside ${imported.copySeconds.toFixed(1)} s of COPY`)

const engine = await makeEngine(values.outside)
const cold = await startServer(engine)
const people = await foundCompany(cold)
await cold.stop()
say(`cold start: ${cold.readySeconds.toFixed(2)} s`)

const log = makeLog('warn', 'stderr')
const database = await openDatabase(engine.config, log)
const gorn = await composeServer({ config: engine.config, log, database, runsJobs: false })
const { pool } = gorn.connection
const { rows } = await pool.query<{ version: string }>("select current_setting('server_version') as version")
const version = rows[0]?.version.split(' ')[0] ?? ''
const asOf = dayOf(new Date(), 'Europe/Moscow')
const fillSeconds = await timeOnce(() => fill(pool, size, seed, people.repIds, asOf), 1)
say(`filled in ${fillSeconds.toFixed(0)} s`)
const classes = await measureClasses(gorn, pool, asOf)
say(`classes from raw orders: ${classes.rawSeconds.toFixed(2)} s beside ${classes.bareSeconds.toFixed(2)} s`)
// Snapshots of two years are made in the background after the first recount; what is measured below should not share the
// machine with them. At a million clients they would take longer than all the rest: there they do.
if (size.clients <= 100_000) await gorn.jobs['segments.snapshots']?.run({}, new AbortController().signal)
// So would the first look for duplicates in a base that came all at once, which takes minutes: it counts as done.
await pool.query(`
  insert into duplicate_state (keys_version, last_rev) select 1, max(rev) from client
  on conflict (id) do update set keys_version = excluded.keys_version, last_rev = excluded.last_rev`)
await pool.query(`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`)
await pool.query('vacuum analyze')

const server = await startServer(engine)
say(`warm start: ${server.readySeconds.toFixed(2)} s`)
await new Promise((resolve) => setTimeout(resolve, 5000))
const postmaster = database.isEmbedded
  ? Number((await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid)
  : null
const memory = await idleMemory(server, postmaster === null ? null : await parentOf(postmaster))
const pages = await measurePages(
  { server, gorn, url: database.url },
  people,
  size,
  Number(values.seconds),
  say,
)
const firstLoad = await measureFirstLoad(server, people.owner)
say(`first load: ${firstLoad.kilobytes.toFixed(0)} KB, usable in ${firstLoad.usableSeconds.toFixed(2)} s`)
const orders = await measureOrders(server, people.owner, pool, size)
say(`an order: ${orders.written.p50.toFixed(1)} ms, classes moved in ${orders.moved.p50.toFixed(0)} ms`)

await writeReport(values.report, {
  engine: `${database.isEmbedded ? 'embedded' : 'outside'} PostgreSQL ${version}`,
  sizeName: values.size,
  size,
  seed,
  startedAt,
  loadBefore,
  coldSeconds: cold.readySeconds,
  warmSeconds: server.readySeconds,
  fillSeconds,
  memory,
  imported,
  classes,
  orders,
  pages,
  firstLoad,
})
await server.stop()
await gorn.close()
await database.release()
await engine.drop()
say(`written to ${values.report}`)

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
}
