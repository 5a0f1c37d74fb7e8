import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { ClassTimes } from './classes.ts'
import type { FirstLoad } from './first-load.ts'
import type { Size } from './generate.ts'
import type { PageTimes } from './http.ts'
import type { ImportTimes } from './import.ts'
import type { Times } from './measure.ts'
import type { OrderTimes } from './order.ts'

export type Results = {
  engine: string
  sizeName: string
  size: Size
  seed: number
  startedAt: Date
  loadBefore: number
  coldSeconds: number
  warmSeconds: number
  fillSeconds: number
  memory: { server: number; postgres: number }
  imported: ImportTimes
  classes: ClassTimes
  orders: OrderTimes
  pages: PageTimes[]
  firstLoad: FirstLoad
}

const head = `# Benchmarks

Made by \`npm run bench -- --size 100k\` (or \`10k\`, \`1m\`; \`--outside postgres://…\` for a PostgreSQL of one's own). Every
figure stands beside its floor, measured in the same run on the same data: the same statements sent over a bare
connection for a page, a bare \`COPY\` for an import, one hand-written statement for a re-class. The generator is seeded:
the same seed makes the same company everywhere. Times of pages are in milliseconds.
`

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0)
const s = (value: number): string => `${value.toFixed(2)} s`
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const line = (...cells: string[]): string => `| ${cells.join(' | ')} |`
const mark = (isMet: boolean): string => (isMet ? 'yes' : '**no**')
const three = (it: Times): string => `${ms(it.p50)} / ${ms(it.p95)} / ${ms(it.p99)}`

function pagesTable({ pages, size }: Results): string[] {
  const bar = size.clients > 100_000 ? 100 : 50
  return [
    line(
      'page',
      'queries',
      'bare p50 / p95',
      `HTTP p50 / p95 / p99`,
      `p95 < ${bar} ms`,
      'bare × 16 p95',
      'HTTP × 16 p50 / p95 / p99',
    ),
    line('---', '---:', '---:', '---:', '---', '---:', '---:'),
    ...pages.map((it) =>
      line(
        it.name,
        String(it.queries),
        `${ms(it.bare.p50)} / ${ms(it.bare.p95)}`,
        three(it.one),
        mark(it.one.p95 < bar),
        ms(it.bareMany.p95),
        three(it.many),
      ),
    ),
  ]
}

function othersTable(it: Results): string[] {
  const { imported, classes, orders, firstLoad, memory, size } = it
  const perSecond = imported.rows / imported.importSeconds
  const classBar = size.clients <= 100_000 ? '< 2 s' : '–'
  return [
    line('what', 'ours', 'floor', 'bar', 'met'),
    line('---', '---:', '---:', '---:', '---'),
    line(
      `import of ${whole(imported.rows)} order lines, file to committed`,
      `${s(imported.importSeconds)}, ${whole(perSecond)} lines/s`,
      `${s(imported.copySeconds)}, ${whole(imported.rows / imported.copySeconds)} lines/s`,
      '≤ 11 s, ≥ 50,000 lines/s',
      mark(imported.importSeconds <= 11 && perSecond >= 50_000),
    ),
    line(
      'memory of the import above idle',
      `${whole(imported.memoryMb)} MB`,
      '–',
      '< 300 MB',
      mark(imported.memoryMb < 300),
    ),
    line(
      're-class from raw orders',
      s(classes.rawSeconds),
      s(classes.bareSeconds),
      classBar,
      classBar === '–' ? '–' : mark(classes.rawSeconds < 2),
    ),
    line(
      'all that is kept of clients counted anew (nightly)',
      s(classes.allSeconds),
      s(classes.bareSeconds),
      '–',
      '–',
    ),
    line(
      'one new order, acknowledged: p50 / p95 / p99',
      `${three(orders.written)} ms`,
      '–',
      '< 20 ms',
      mark(orders.written.p95 < 20),
    ),
    line(
      'one new order, classes moved: p50 / p95 / p99',
      `${three(orders.moved)} ms`,
      '–',
      '< 1 s',
      mark(orders.moved.p95 < 1000),
    ),
    line(
      'first load: gzip over the wire',
      `${whole(firstLoad.kilobytes)} KB in ${firstLoad.requests} requests; fonts ${whole(firstLoad.fontKilobytes)} KB more`,
      '–',
      '≤ 300 KB without fonts',
      mark(firstLoad.kilobytes <= 300),
    ),
    line(
      'first load: list usable in Chromium',
      s(firstLoad.usableSeconds),
      '–',
      '≤ 1 s',
      mark(firstLoad.usableSeconds <= 1),
    ),
    line(
      'idle memory of the server',
      `${whole(memory.server)} MB`,
      memory.postgres > 0 ? `PostgreSQL beside it: ${whole(memory.postgres)} MB` : '–',
      '< 200 MB',
      mark(memory.server < 200),
    ),
    line('cold start (empty folder to ready)', s(it.coldSeconds), '–', '< 5 s', mark(it.coldSeconds < 5)),
    line('warm start', s(it.warmSeconds), '–', '< 5 s', mark(it.warmSeconds < 5)),
    line('base generated, copied and indexed', s(it.fillSeconds), '–', '–', '–'),
  ]
}

function sectionOf(it: Results): string {
  const { size } = it
  return [
    `${titleOf(it)}\n`,
    `${it.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, seed ${it.seed}, ${whole(size.clients)} clients, ${whole(size.orders)} orders. ` +
      `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}, ${it.engine}. ` +
      `The callers, the server and the database share this machine; its load average was ${it.loadBefore.toFixed(1)} before the run and ${(loadavg()[0] ?? 0).toFixed(1)} after it, so that other work is in these figures.\n`,
    ...othersTable(it),
    '',
    ...pagesTable(it),
    '',
  ].join('\n')
}

const titleOf = (it: Results): string => `## ${it.sizeName}, ${it.engine.split(',')[0]}`

/** Puts the results into the report, in place of an earlier run of the same size on the same engine. */
export async function writeReport(file: string, results: Results): Promise<void> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : ''
  const sections = text.split(/^(?=## )/m).slice(1)
  const kept = sections.filter((section) => !section.startsWith(`${titleOf(results)}\n`))
  const notes = kept.filter((section) => section.startsWith('## Notes'))
  const runs = [...kept.filter((section) => !notes.includes(section)), `${sectionOf(results)}\n`].sort()
  await writeFile(
    file,
    `${[head, ...runs.map((it) => it.trim()), ...notes.map((it) => it.trim())].join('\n\n').trim()}\n`,
  )
}
