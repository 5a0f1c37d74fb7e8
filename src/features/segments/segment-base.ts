import { sql } from 'kysely'
import { loadWorkspace } from '#features/team/public.ts'
import type { Day } from '#kernel/days.ts'
import { currencyDigits, minorToDecimal } from '#kernel/money.ts'
import type { Database, Db } from '#server/database/connect.ts'
import { useWholeBase } from '#server/database/whole-base.ts'
import { classifiedBase, findWindow } from './classify-base.ts'
import {
  type FrequencyClass,
  frequencyClasses,
  type Measure,
  type ValueClass,
  valueClasses,
} from './domain/settings.ts'
import { loadSettings } from './store.ts'

export type SegmentRequest = { asOf: Day; windowMonths: number | null; measure: Measure; perClient: boolean }
type ClientLine = {
  externalId: string | null
  name: string
  measure: string
  orders: number
  valueClass: ValueClass
  frequencyClass: FrequencyClass
}
export type SegmentReport = {
  clients: number
  orders: number
  total: string
  classes: Record<ValueClass, number>
  frequency: Record<FrequencyClass, number>
  matrix: Record<ValueClass, Record<FrequencyClass, number>>
  perClient?: ClientLine[]
}

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>

/** The classes of the base as of a day, from raw orders; `total` is the net sum of the measure over all clients counted. */
export async function segmentBase(database: Database, request: SegmentRequest): Promise<SegmentReport> {
  return database.transaction().execute(async (trx) => {
    await useWholeBase(trx, 96)
    return readBase(trx, request)
  })
}

async function readBase(db: Db, request: SegmentRequest): Promise<SegmentReport> {
  const workspace = await loadWorkspace(db)
  const settings = await loadSettings(db)
  const digits = currencyDigits(workspace.currency)
  const window = await findWindow(db, request.asOf, request.windowMonths)
  const base = classifiedBase({ ...settings, ...request }, window)
  const cells = await sql<{
    valueClass: ValueClass
    frequencyClass: FrequencyClass
    clients: number
    orders: number
    measureMinor: number
  }>`
    select value_class, frequency_class, count(*) as clients, sum(orders)::bigint as orders,
      sum(measure_minor)::bigint as measure_minor
    from (${base}) b group by value_class, frequency_class`.execute(db)
  const report: SegmentReport = {
    clients: 0,
    orders: 0,
    total: '',
    classes: zeros(valueClasses),
    frequency: zeros(frequencyClasses),
    matrix: Object.fromEntries(
      valueClasses.map((key) => [key, zeros(frequencyClasses)]),
    ) as SegmentReport['matrix'],
  }
  let totalMinor = 0
  for (const cell of cells.rows) {
    report.clients += cell.clients
    report.orders += cell.orders
    totalMinor += cell.measureMinor
    report.classes[cell.valueClass] += cell.clients
    report.frequency[cell.frequencyClass] += cell.clients
    report.matrix[cell.valueClass][cell.frequencyClass] += cell.clients
  }
  report.total = minorToDecimal(totalMinor, digits)
  if (request.perClient) {
    const lines = await sql<Omit<ClientLine, 'measure'> & { measureMinor: number }>`
      select external_id, name, measure_minor, orders, value_class, frequency_class from (${base}) b
      order by measure_minor desc, coalesce(external_id, '') collate "C", client_id`.execute(db)
    report.perClient = lines.rows.map(({ measureMinor, ...line }) => ({
      ...line,
      measure: minorToDecimal(measureMinor, digits),
    }))
  }
  return report
}
