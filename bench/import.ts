// How fast a file of order lines comes in, beside a bare COPY of the same file: npm run bench [-- file.csv map.json]
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { from as copyFrom } from 'pg-copy-streams'
import { composeCore } from '#compose.ts'
import { type ImportMap, runImport } from '#features/imports/public.ts'
import { systemActor } from '#kernel/actor.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { makeLog } from '#server/log.ts'

const data = join(import.meta.dirname, '../test/data/online-retail/online-retail.csv.gz')
const salesAndReturns: ImportMap = {
  columns: {
    orderNumber: 'InvoiceNo',
    orderedAt: 'InvoiceDate',
    clientExternalId: 'CustomerID',
    product: 'StockCode',
    quantity: 'Quantity',
    unitPrice: 'UnitPrice',
  },
  returns: { by: 'prefix', value: 'C', treat: 'subtract' },
}
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const seconds = (since: number): number => (performance.now() - since) / 1000

const folder = await mkdtemp(join(tmpdir(), 'gorn-bench-'))
await mkdir(join(folder, 'data'))
const [given, mapFile] = process.argv.slice(2)
const file = given ?? join(folder, 'online-retail.csv')
if (!given) await pipeline(createReadStream(data), createGunzip(), createWriteStream(file))
const map = mapFile ? (JSON.parse(await readFile(mapFile, 'utf8')) as ImportMap) : salesAndReturns

const config = readConfig({ logLevel: 'warn' }, { ...process.env, GORN_DATA: join(folder, 'data') })
const log = makeLog(config.logLevel, 'stderr')
const database = await openDatabase(config, log)
const core = await composeCore({ config, url: database.url, log, name: 'gorn-bench' })
const { pool } = core.connection
const { rows } = await pool.query<{ server_version: string }>('show server_version')
say(
  `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, PostgreSQL ${rows[0]?.server_version}`,
)
say(`file: ${((await stat(file)).size / 1e6).toFixed(1)} MB`)

// The first bytes alone: a file held as a string would count as idle memory.
const handle = await open(file)
const { buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
await handle.close()
const header = buffer.toString().split('\n', 1)[0] ?? ''
await pool.query(
  `create unlogged table bare (${header
    .split(',')
    .map((_name, index) => `c${index} text`)
    .join(', ')})`,
)
const client = await pool.connect()
const copyAt = performance.now()
await pipeline(
  createReadStream(file),
  client.query(copyFrom('copy bare from stdin (format csv, header true)')),
)
const copySeconds = seconds(copyAt)
client.release()
await pool.query('drop table bare')

globalThis.gc?.()
const idle = process.memoryUsage().rss
let peak = idle
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
const startedAt = performance.now()
const report = await runImport(core.services, systemActor('cli'), {
  kind: 'order-lines',
  path: file,
  fileName: 'bench.csv',
  map,
  dryRun: false,
})
const importSeconds = seconds(startedAt)
clearInterval(watch)
const perSecond = (taken: number): string => `${Math.round(report.rows / taken).toLocaleString('en')} rows/s`
say(`bare COPY into one unlogged table: ${copySeconds.toFixed(1)} s, ${perSecond(copySeconds)}`)
say(`import, file to committed:         ${importSeconds.toFixed(1)} s, ${perSecond(importSeconds)}`)
say(
  `memory above idle (whole process): ${Math.round((peak - idle) / 1e6)} MB of ${Math.round(idle / 1e6)} MB idle`,
)
say(JSON.stringify(report))
await core.connection.close()
await database.release()
await rm(folder, { recursive: true })
