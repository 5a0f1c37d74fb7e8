import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { composeCore } from '#compose.ts'
import { type ImportMap, runImport } from '#features/imports/public.ts'
import { systemActor } from '#kernel/actor.ts'
import { openDatabase } from '#server/database/open.ts'
import { makeLog } from '#server/log.ts'
import type { Engine } from './engine.ts'
import { timeOnce } from './measure.ts'

const data = join(import.meta.dirname, '../test/data/online-retail/online-retail.csv.gz')
const map: ImportMap = {
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

export type ImportTimes = { rows: number; copySeconds: number; importSeconds: number; memoryMb: number }

// The first bytes alone: a file held as a string would count as idle memory.
async function readHeader(file: string): Promise<string[]> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    return (buffer.toString().split('\n', 1)[0] ?? '').split(',')
  } finally {
    await handle.close()
  }
}

async function copyBare(pool: pg.Pool, file: string): Promise<void> {
  const columns = (await readHeader(file)).map((_name, index) => `c${index} text`)
  const client = await pool.connect()
  try {
    await client.query(`create unlogged table bare (${columns.join(', ')})`)
    await pipeline(
      createReadStream(file),
      client.query(copyFrom('copy bare from stdin (format csv, header true)')),
    )
    await client.query('drop table bare')
  } finally {
    client.release()
  }
}

/** Brings the 541,909 lines of Online Retail into an empty base, beside a bare COPY of the same file. */
export async function measureImport(engine: Engine): Promise<ImportTimes> {
  const log = makeLog('warn', 'stderr')
  const database = await openDatabase(engine.config, log)
  const core = await composeCore({ config: engine.config, url: database.url, log, name: 'gorn-bench' })
  const file = join(engine.config.dataFolder, 'online-retail.csv')
  try {
    await pipeline(createReadStream(data), createGunzip(), createWriteStream(file))
    const copySeconds = await timeOnce(() => copyBare(core.connection.pool, file))
    globalThis.gc?.()
    const idle = process.memoryUsage().rss
    let peak = idle
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
    let rows = 0
    const importSeconds = await timeOnce(async () => {
      const request = { kind: 'order-lines', path: file, fileName: 'bench.csv', map, dryRun: false } as const
      rows = (await runImport(core.services, systemActor('cli'), request)).rows
    }, 1)
    clearInterval(watch)
    return { rows, copySeconds, importSeconds, memoryMb: (peak - idle) / 1e6 }
  } finally {
    await rm(file, { force: true })
    await core.connection.close()
    await database.release()
  }
}
