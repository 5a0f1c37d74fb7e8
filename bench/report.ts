import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageTimes } from './http.ts'
import type { Times } from './measure.ts'
import type { Results } from './results.ts'

const head = `# Benchmarks

Made by \`npm run bench -- --size 100k\` (or \`10k\`, \`1m\`; \`--outside postgres://…\` for a PostgreSQL of one's own). Every
figure stands beside its floor, measured in the same run on the same data: the same statements sent over a bare
connection for a page, a bare \`COPY\` for an import, one hand-written statement for a re-class. The generator is seeded:
the same seed makes the same company everywhere. Times of pages are in milliseconds. The tables
are put together from \`bench/results\` by \`npm run bench -- --report\`; the notes are in \`bench/NOTES.md\`.
`

const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0)
const s = (value: number): string => `${value.toFixed(2)} s`
const share = (value: number): string => `${(value * 100).toFixed(1)} %`
const whole = (value: number): string => Math.round(value).toLocaleString('en')
const line = (...cells: string[]): string => `| ${cells.join(' | ')} |`
const mark = (isMet: boolean): string => (isMet ? 'yes' : '**no**')
const three = (it: Times): string => `${ms(it.p50)} / ${ms(it.p95)} / ${ms(it.p99)}`

function pagesTable(pages: PageTimes[], bar: number): string[] {
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

type Row = [what: string, ours: string, floor: string, bar: string, isMet: boolean | null]

function importRows({ import: it }: Results['parts']): Row[] {
  if (!it) return []
  const { rows, importSeconds, copySeconds, memoryMb } = it.found
  const perSecond = rows / importSeconds
  return [
    [
      `import of ${whole(rows)} order lines, file to committed`,
      `${s(importSeconds)}, ${whole(perSecond)} lines/s`,
      `${s(copySeconds)}, ${whole(rows / copySeconds)} lines/s`,
      '≤ 11 s, ≥ 50,000 lines/s',
      importSeconds <= 11 && perSecond >= 50_000,
    ],
    ['memory of the import above idle', `${whole(memoryMb)} MB`, '–', '< 300 MB', memoryMb < 300],
  ]
}

function classRows({ classes, orders }: Results['parts'], isLarge: boolean): Row[] {
  const rows: Row[] = []
  if (classes) {
    const { rawSeconds, bareSeconds, allSeconds, thresholdSeconds, countSeconds, countBareSeconds } =
      classes.found
    rows.push(
      [
        're-class from raw orders',
        s(rawSeconds),
        s(bareSeconds),
        isLarge ? '–' : '< 2 s',
        isLarge ? null : rawSeconds < 2,
      ],
      [
        'new thresholds: borders and all that is kept',
        s(thresholdSeconds),
        '–',
        '< 2 s',
        thresholdSeconds < 2,
      ],
      [
        'clients by class, beside counting them anew',
        `${ms(countSeconds * 1000)} ms`,
        `${ms(countBareSeconds * 1000)} ms`,
        '< 150 ms',
        countSeconds < 0.15,
      ],
      ['all statistics counted anew (nightly)', s(allSeconds), s(bareSeconds), '–', null],
    )
  }
  if (orders) {
    const { written, alone, moved } = orders.found
    rows.push(
      ['one new order, acknowledged: p50 / p95 / p99', `${three(alone)} ms`, '–', '< 20 ms', alone.p95 < 20],
      ['the same one after another, classes counted beside', `${three(written)} ms`, '–', '–', null],
      ['one new order, classes moved: p50 / p95 / p99', `${three(moved)} ms`, '–', '< 1 s', moved.p95 < 1000],
    )
  }
  return rows
}

function moveRows({ moves }: Results['parts']): Row[] {
  if (!moves) return []
  const { moved, bare, written } = moves.found
  const floor = bare ? `${three(bare)} ms` : '–'
  const rows: Row[] = [
    ['one deal moved, acknowledged: p50 / p95 / p99', `${three(moved)} ms`, floor, '–', null],
  ]
  if (written !== undefined)
    rows.push(['deals written for one that is moved', written.toFixed(2), '1', '1', written === 1])
  return rows
}

function duplicateRows({ planted, duplicates }: Results['parts']): Row[] {
  const rows: Row[] = []
  if (planted) {
    const { clients, copies, recall, precision } = planted.found
    rows.push(
      [
        `duplicates shown of ${copies} planted among ${whole(clients)} (recall)`,
        share(recall),
        '–',
        '–',
        null,
      ],
      ['of those called likely, right (precision)', share(precision), '–', '–', null],
    )
  }
  if (duplicates) {
    const { seconds, pairs } = duplicates.found
    rows.push([
      'first look for duplicates over the base',
      `${s(seconds)}, ${whole(pairs)} pairs`,
      '–',
      '–',
      null,
    ])
  }
  return rows
}

function serverRows({ load, warm, start }: Results['parts']): Row[] {
  const rows: Row[] = []
  if (load) {
    const { kilobytes, requests, fontKilobytes, usableSeconds } = load.found
    rows.push(
      [
        'first load: gzip over the wire',
        `${whole(kilobytes)} KB in ${requests} requests; fonts ${whole(fontKilobytes)} KB more`,
        '–',
        '≤ 300 KB without fonts',
        kilobytes <= 300,
      ],
      ['first load: list usable in Chromium', s(usableSeconds), '–', '≤ 1 s', usableSeconds <= 1],
    )
  }
  if (warm) {
    const { server, postgres, seconds } = warm.found
    const beside = postgres > 0 ? `PostgreSQL beside it: ${whole(postgres)} MB` : '–'
    rows.push(
      ['idle memory of the server', `${whole(server)} MB`, beside, '< 200 MB', server < 200],
      ['warm start', s(seconds), '–', '< 5 s', seconds < 5],
    )
  }
  if (start?.found.coldSeconds != null)
    rows.push([
      'cold start (empty folder to ready)',
      s(start.found.coldSeconds),
      '–',
      '< 5 s',
      start.found.coldSeconds < 5,
    ])
  if (start?.found.fillSeconds != null)
    rows.push(['base generated, copied and indexed', s(start.found.fillSeconds), '–', '–', null])
  return rows
}

function sectionOf({ title, size, seed, machine, engine, parts }: Results): string {
  const isLarge = size.clients > 100_000
  const measured = Object.values(parts)
  const [times, loads] = [measured.map((it) => it.at).sort(), measured.map((it) => it.load)]
  const minute = (at: string | undefined): string => (at ?? '').slice(0, 16).replace('T', ' ')
  const rows = [
    ...importRows(parts),
    ...classRows(parts, isLarge),
    ...moveRows(parts),
    ...duplicateRows(parts),
    ...serverRows(parts),
  ]
  return [
    `## ${title}\n`,
    `${minute(times[0])} to ${minute(times.at(-1))} UTC, seed ${seed}, ${whole(size.clients)} clients, ${whole(size.orders)} orders. ` +
      `${machine}, ${engine}. The callers, the server and the database share this machine; its load average was between ` +
      `${Math.min(...loads).toFixed(1)} and ${Math.max(...loads).toFixed(1)} as the parts ended.\n`,
    line('what', 'ours', 'floor', 'bar', 'met'),
    line('---', '---:', '---:', '---:', '---'),
    ...rows.map(([what, ours, floor, bar, isMet]) =>
      line(what, ours, floor, bar, isMet === null ? '–' : mark(isMet)),
    ),
    '',
    ...(parts.pages ? pagesTable(parts.pages.found, isLarge ? 100 : 50) : []),
    '',
  ].join('\n')
}

/** Puts the report together from all that was measured and the notes; answers where it is. */
export async function writeReport(): Promise<string> {
  const folder = join(import.meta.dirname, 'results')
  const names = existsSync(folder) ? (await readdir(folder)).filter((it) => it.endsWith('.json')).sort() : []
  const sections: string[] = []
  for (const name of names)
    sections.push(sectionOf(JSON.parse(await readFile(join(folder, name), 'utf8')) as Results))
  const notes = await readFile(join(import.meta.dirname, 'NOTES.md'), 'utf8')
  const file = join(import.meta.dirname, 'REPORT.md')
  await writeFile(file, `${[head, ...sections, notes].map((it) => it.trim()).join('\n\n')}\n`)
  return file
}
