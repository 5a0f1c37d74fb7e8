import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import type { PlantedResult } from '../test/support/planted-base.ts'
import type { ClassTimes } from './classes.ts'
import type { DuplicateTimes } from './duplicates.ts'
import type { FirstLoad } from './first-load.ts'
import type { Size } from './generate.ts'
import type { PageTimes } from './http.ts'
import type { ImportTimes } from './import.ts'
import type { MoveTimes } from './moves.ts'
import type { OrderTimes } from './order.ts'

export type Parts = {
  import: ImportTimes
  start: { coldSeconds: number | null; fillSeconds: number | null }
  classes: ClassTimes
  planted: PlantedResult
  duplicates: DuplicateTimes
  warm: { seconds: number; server: number; postgres: number }
  pages: PageTimes[]
  load: FirstLoad
  orders: OrderTimes
  moves: MoveTimes
}

/** What was measured of one size on one engine, each part when it was; a later run of some parts keeps the others. */
export type Results = {
  title: string
  size: Size
  seed: number
  engine: string
  machine: string
  parts: { [P in keyof Parts]?: { at: string; load: number; found: Parts[P] } }
}

const folder = join(import.meta.dirname, 'results')
const fileOf = (title: string): string =>
  join(folder, `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`)

export type Keep = <P extends keyof Parts>(part: P, found: Parts[P]) => Promise<void>

/** Where a run puts what it finds, part by part: what is found stays, also when the run is cut short. */
export async function openResults(given: Omit<Results, 'parts' | 'machine'>): Promise<Keep> {
  await mkdir(folder, { recursive: true })
  const file = fileOf(given.title)
  const known = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Results).parts : {}
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}`
  const results: Results = { ...given, machine, parts: known }
  return async (part, found) => {
    const measured = { at: new Date().toISOString(), load: loadavg()[0] ?? 0, found }
    results.parts = { ...results.parts, [part]: measured }
    await writeFile(file, `${JSON.stringify(results, null, 1)}\n`)
  }
}
