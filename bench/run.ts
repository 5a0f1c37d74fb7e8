// npm run bench -- --help tells the options.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { composeCore, composeServer, type Gorn } from '#compose.ts'
import { KEYS_VERSION } from '#features/duplicates/find.ts'
import { dayOf } from '#kernel/days.ts'
import { openDatabase } from '#server/database/open.ts'
import { makeLog } from '#server/log.ts'
import { measureClasses } from './classes.ts'
import { foundCompany, type People } from './company.ts'
import { measureDuplicates, measurePrecision } from './duplicates.ts'
import { type Engine, makeEngine } from './engine.ts'
import { fillDeals } from './deals.ts'
import { fill } from './fill.ts'
import { type FirstLoad, measureFirstLoad } from './first-load.ts'
import { sizes } from './generate.ts'
import { measurePages } from './http.ts'
import { measureImport } from './import.ts'
import { timeOnce } from './measure.ts'
import { measureMoves } from './moves.ts'
import { measureOrders } from './order.ts'
import { writeReport } from './report.ts'
import { openResults } from './results.ts'
import { idleMemory, startServer } from './server.ts'

const parts = [
  'import',
  'planted',
  'classes',
  'duplicates',
  'warm',
  'pages',
  'load',
  'orders',
  'moves',
] as const
type Part = (typeof parts)[number]

const help = `npm run bench -- [options]
  --size 10k|100k|1m       clients; ten orders each (100k)
  --outside postgres://…   an outside PostgreSQL instead of the embedded one
  --only pages,orders      some of: ${parts.join(', ')} (all; at 1m without duplicates)
  --pages deal,board       of the pages those whose name holds one of the words, to look at: they are told, not kept
  --base FOLDER            keeps the filled base there, and takes it from there next time (embedded only)
  --seed 1 --seconds 3     of the generator; of each page
  --report                 only puts bench/REPORT.md together from bench/results and bench/NOTES.md`

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '100k' },
    outside: { type: 'string' },
    only: { type: 'string' },
    base: { type: 'string' },
    pages: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3' },
    report: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const startedAt = performance.now()
const say = (line: string): void =>
  void process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${line}\n`)
const log = makeLog('warn', 'stderr')
const noAbort = new AbortController().signal
const asOf = dayOf(new Date(), 'Europe/Moscow')

async function inEmptyBase(
  outside: string | undefined,
  work: (engine: Engine) => Promise<void>,
): Promise<void> {
  const engine = await makeEngine(outside)
  try {
    await work(engine)
  } finally {
    await engine.drop()
  }
}

/** The generated company: made, or found where an earlier run left it. */
async function openBase(engine: Engine, sizeName: string, seed: number) {
  const kept = join(engine.folder, 'people.json')
  const size = sizes[sizeName]
  if (!size) throw new Error(`--size is one of ${Object.keys(sizes).join(', ')}`)
  let coldSeconds: number | null = null
  const isThere = existsSync(kept)
  if (!isThere) {
    const cold = await startServer(engine)
    coldSeconds = cold.readySeconds
    const people = await foundCompany(cold)
    await cold.stop()
    await writeFile(kept, JSON.stringify(people))
    say(`cold start: ${coldSeconds.toFixed(2)} s`)
  }
  const people = JSON.parse(await readFile(kept, 'utf8')) as People
  const database = await openDatabase(engine.config, log)
  const gorn = await composeServer({ config: engine.config, log, database, runsJobs: false })
  const { pool } = gorn.connection
  let fillSeconds: number | null = null
  const { rows } = await pool.query('select from segment_state where ranked_clients > 0')
  if (rows.length === 0) {
    await pool.query('truncate client, sales_order, client_count cascade')
    fillSeconds = await timeOnce(() => fill(pool, size, seed, people.repIds, asOf), 1)
    say(`filled in ${fillSeconds.toFixed(0)} s`)
    await gorn.jobs['segments.refresh']?.run({}, noAbort)
    say('statistics and classes counted')
    // What a base that came all at once is busy with in the background counts as done: the look for duplicates, and the
    // snapshots of two years, which at a million clients take longer than all the rest.
    if (size.clients <= 100_000) await gorn.jobs['segments.snapshots']?.run({}, noAbort)
    await pool.query(
      `
      insert into duplicate_state (keys_version, last_rev) select $1::int, max(rev) from client
      on conflict (id) do update set keys_version = excluded.keys_version, last_rev = excluded.last_rev`,
      [KEYS_VERSION],
    )
  }
  const deals = await pool.query('select from deal limit 1')
  if (deals.rows.length === 0) {
    const seconds = await timeOnce(() => fillDeals(pool, size, seed, people.repIds, asOf), 1)
    say(`filled with deals in ${seconds.toFixed(0)} s`)
  }
  await settle(gorn)
  return { size, people, database, gorn, pool, coldSeconds, fillSeconds }
}

async function settle({ connection: { pool } }: Gorn): Promise<void> {
  await pool.query(`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`)
  await pool.query('vacuum analyze')
}

async function measure(): Promise<void> {
  const { size: sizeName, outside } = values
  const seed = Number(values.seed)
  const asked = values.only?.split(',') ?? parts.filter((it) => it !== 'duplicates' || sizeName !== '1m')
  const unknown = asked.find((it) => !parts.some((part) => part === it))
  if (unknown) throw new Error(`--only names some of ${parts.join(', ')}; not ${unknown}`)
  const has = (...some: Part[]): boolean => some.some((it) => asked.includes(it))
  const engine = await makeEngine(outside, values.base)
  try {
    const base = await openBase(engine, sizeName, seed)
    const { size, people, database, gorn, pool } = base
    const { rows } = await pool.query<{ version: string }>(
      "select current_setting('server_version') as version",
    )
    const name = `${database.isEmbedded ? 'embedded' : 'outside'} PostgreSQL ${rows[0]?.version.split(' ')[0]}`
    const major = name.split('.')[0] ?? name
    const keep = await openResults({ title: `${sizeName}, ${major}`, size, seed, engine: name })
    const keepLoad = async (found: FirstLoad): Promise<void> => {
      await keep('load', found)
      say(`first load: ${found.kilobytes.toFixed(0)} KB, usable in ${found.usableSeconds.toFixed(2)} s`)
    }
    say(`${sizeName} on ${name}, load ${(loadavg()[0] ?? 0).toFixed(1)}`)
    if (base.fillSeconds !== null)
      await keep('start', { coldSeconds: base.coldSeconds, fillSeconds: base.fillSeconds })
    if (has('import')) {
      await inEmptyBase(outside, async (own) => {
        const found = await measureImport(own)
        await keep('import', found)
        say(`import: ${found.importSeconds.toFixed(1)} s beside ${found.copySeconds.toFixed(1)} s of COPY`)
      })
    }
    if (has('planted')) {
      await inEmptyBase(outside, async (own) => {
        const opened = await openDatabase(own.config, log)
        const core = await composeCore({ config: own.config, url: opened.url, log, name: 'gorn-bench' })
        const found = await measurePrecision(core)
        await keep('planted', found)
        say(`planted duplicates: recall ${found.recall.toFixed(3)}, precision ${found.precision.toFixed(3)}`)
        await core.connection.close()
        await opened.release()
      })
    }
    if (has('classes')) {
      const found = await measureClasses(gorn, pool, asOf)
      await keep('classes', found)
      say(
        `classes from raw orders ${found.rawSeconds.toFixed(2)} s beside ${found.bareSeconds.toFixed(2)} s, all ${found.allSeconds.toFixed(1)} s, ` +
          `thresholds ${found.thresholdSeconds.toFixed(2)} s, count by class ${(found.countSeconds * 1000).toFixed(0)} ms`,
      )
    }
    if (has('duplicates')) {
      const found = await measureDuplicates(gorn)
      await keep('duplicates', found)
      say(`first look for duplicates: ${found.seconds.toFixed(0)} s, ${found.pairs} pairs`)
    }
    await settle(gorn)
    if (has('warm', 'pages', 'load', 'orders', 'moves')) {
      const server = await startServer(engine)
      say(`warm start: ${server.readySeconds.toFixed(2)} s`)
      try {
        if (has('warm')) {
          await new Promise((resolve) => setTimeout(resolve, 5000))
          const memory = await idleMemory(server, database.isEmbedded ? await postmasterOf(gorn) : null)
          await keep('warm', { seconds: server.readySeconds, ...memory })
        }
        if (has('pages')) {
          const found = await measurePages(
            { server, gorn, url: database.url },
            people,
            size,
            { seconds: Number(values.seconds), only: values.pages?.split(',') ?? [] },
            say,
          )
          if (values.pages === undefined) await keep('pages', found)
        }
        // A browser that does not come up is no reason to lose the rest.
        if (has('load'))
          await measureFirstLoad(server, people.owner).then(keepLoad, (error) =>
            say(`no first load: ${error}`),
          )
        if (has('orders')) {
          const found = await measureOrders(server, people.owner, pool, size)
          await keep('orders', found)
          say(
            `an order: ${found.written.p50.toFixed(1)} ms, classes moved in ${found.moved.p50.toFixed(0)} ms`,
          )
        }
        if (has('moves')) {
          const found = await measureMoves(server, people.owner, pool)
          await keep('moves', found)
          say(
            `a move: ${found.bare?.p50.toFixed(1)} bare, ${found.moved.p50.toFixed(1)} / ${found.moved.p95.toFixed(1)} ms, ` +
              `${found.written?.toFixed(2)} deals written`,
          )
        }
      } finally {
        await server.stop()
      }
    }
    await gorn.close()
    await database.release()
  } finally {
    await engine.drop()
  }
}

async function postmasterOf({ connection: { pool } }: Gorn): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const status = await readFile(`/proc/${rows[0]?.pid}/status`, 'utf8')
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
}

if (values.help) process.stdout.write(`${help}\n`)
else {
  if (!values.report) await measure()
  say(`written to ${await writeReport()}`)
}
