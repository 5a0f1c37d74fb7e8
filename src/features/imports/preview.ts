import { sql } from 'kysely'
import { findSpellings } from '#features/funnel/public.ts'
import { minorToDecimal } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { ControlSum, Preview } from './contract.ts'
import type { MoneySum } from './domain/control.ts'
import { hasOrders, type ReadPlan } from './domain/plan.ts'
import { factsOf, gatherClients, gatherOrders, matchReps } from './gather.ts'
import { markChangedClients, matchClients, matchOrders } from './match.ts'
import { countDeals, countRecords, gatherRecords, matchContacts } from './records.ts'
import type { ReadCounts } from './reading/copy.ts'
import type { Staging } from './staging.ts'

type Change = 'new' | 'update' | 'same' | 'ambiguous' | 'unknown'
type Direction = 'sales' | 'returns'
/** Orders of one change and direction: their rows, what is written of them, and their exact sum in minor units. */
type OrderSum = {
  change: Change
  direction: Direction
  count: number
  lines: number
  minor: string
  exactMinor: string
}

const none = { rows: 0, amountMinor: 0 }
const zero: ControlSum = { rows: 0, fileMinor: 0, writtenMinor: 0, reasons: [] }

/** Gathers what the file's rows make: clients and orders, each one row of a staging table. */
export async function gather(db: Db, staging: Staging, plan: ReadPlan): Promise<string[]> {
  await gatherClients(db, staging, plan)
  const unknownReps = await matchReps(db, staging)
  if (hasOrders(plan)) await gatherOrders(db, staging, plan)
  if (plan.kind === 'deals') await leaveToNobody(db, staging, plan)
  if (plan.kind === 'touches' || plan.kind === 'deals') return gatherRecords(db, staging, plan)
  await gatherRecords(db, staging, plan)
  return unknownReps
}

// The client that stands for "none" is led by nobody, whoever leads its deals.
async function leaveToNobody(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const name = plan.deals?.noClient
  if (name == null) return
  await sql`update ${sql.raw(staging.clients)} set rep = null, owner_id = null where name = ${name}`.execute(
    db,
  )
}

/** Finds the gathered clients and orders in the base as it is now. */
export async function matchAll(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  await matchClients(db, staging, plan)
  await markChangedClients(db, staging, plan.kind === 'clients')
  if (hasOrders(plan)) await matchOrders(db, staging, plan)
  await matchContacts(db, staging, plan)
}

async function countClients(db: Db, staging: Staging) {
  const found = await sql<{
    certain: number
    new: number
    updated: number
    unchanged: number
    ambiguousRows: number
  }>`
    select count(*) filter (where match_count <= 1) as certain, count(*) filter (where match_count = 0) as new,
      count(*) filter (where match_count = 1 and is_changed) as updated,
      count(*) filter (where match_count = 1 and not is_changed) as unchanged,
      coalesce(sum(row_count) filter (where match_count > 1), 0)::bigint as ambiguous_rows
    from ${sql.raw(staging.clients)}`.execute(db)
  return found.rows[0] ?? { certain: 0, new: 0, updated: 0, unchanged: 0, ambiguousRows: 0 }
}

/** Rows that say once more, cell by cell, what an earlier row said. */
async function countRepeats(db: Db, staging: Staging): Promise<number> {
  const read = sql`hash_record_extended((r.order_number, r.ordered_at, r.client_key, r.product, r.quantity, r.unit_price, r.discount,
    r.amount, r.cost, r.status, r.rep, r.client_name, r.region, r.city, r.email, r.phone, r.record_ref, r.more), 0)`
  const found = await sql<{ repeats: number }>`
    select coalesce(sum(times - 1), 0)::bigint as repeats from (
      select count(*) as times from ${sql.raw(staging.rows)} r where error_code is null group by ${read} having count(*) > 1) repeated`.execute(
    db,
  )
  return found.rows[0]?.repeats ?? 0
}

async function countOrders(db: Db, staging: Staging, digits: number) {
  const orders = sql.raw(staging.orders)
  const isReturn = sql`coalesce(status, '') = 'return'`
  const exact = sql`coalesce(case when ${isReturn} then abs(exact) else exact end, 0)`
  const sums = await sql<OrderSum>`
    select change, case when ${isReturn} then 'returns' else 'sales' end as direction, count(*) as count,
      sum(line_count)::bigint as lines, coalesce(sum(amount_minor), 0)::text as minor,
      round(sum(${exact}) * ${sql.lit(10 ** digits)})::text as exact_minor
    from ${orders} group by 1, 2`.execute(db)
  const odd = await sql<{ unassigned: number; twoTimes: number; shared: number; clients: number }>`
    select count(*) filter (where client_key is null) as unassigned, count(*) filter (where has_two_times) as two_times,
      count(*) - count(distinct order_number) as shared,
      count(distinct coalesce(client_key, client_id::text)) filter (where change in ('new', 'update', 'same')) as clients
    from ${orders}`.execute(db)
  return { sums: sums.rows, odd: odd.rows[0] }
}

function safe(value: string | number): number {
  const number = Number(value)
  // Beyond this a sum would no longer be exact.
  if (!Number.isSafeInteger(number)) throw new Refusal('sumTooLarge')
  return number
}

function toMinor({ rows, total }: MoneySum, digits: number): { rows: number; amountMinor: number } {
  const [whole = '0', fraction = ''] = total.split('.')
  const cut = `${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`
  const up = Number(fraction[digits] ?? 0) >= 5 ? (total.startsWith('-') ? -1 : 1) : 0
  return { rows, amountMinor: safe(cut) + up }
}

/** What the file holds of one direction, what is written, and where the difference lies. */
function controlSum(sums: OrderSum[], direction: Direction, counts: ReadCounts, digits: number): ControlSum {
  const of = (...changes: Change[]): OrderSum[] =>
    sums.filter((it) => it.direction === direction && changes.includes(it.change))
  const add = (rows: OrderSum[], pick: (row: OrderSum) => string | number): number =>
    safe(rows.reduce((total, row) => total + safe(pick(row)), 0))
  const written = of('new', 'update', 'same')
  const writtenMinor = add(written, (it) => it.minor)
  const left = (
    code: ControlSum['reasons'][number]['code'],
    rows: OrderSum[],
  ): ControlSum['reasons'][number] => ({
    code,
    rows: add(rows, (it) => it.lines),
    amountMinor: add(rows, (it) => it.exactMinor),
  })
  const reasons = [
    { code: 'errors' as const, ...toMinor(counts.left.errors[direction], digits) },
    left('unknownOrders', of('unknown')),
    left('ambiguous', of('ambiguous')),
    { code: 'skipped' as const, ...toMinor(counts.left.skipped[direction], digits) },
    { code: 'rounding' as const, rows: 0, amountMinor: add(written, (it) => it.exactMinor) - writtenMinor },
  ].filter((reason) => reason.rows > 0 || reason.amountMinor !== 0)
  return {
    rows: add(written, (it) => it.lines) + reasons.reduce((total, reason) => total + reason.rows, 0),
    fileMinor: safe(reasons.reduce((total, reason) => total + reason.amountMinor, writtenMinor)),
    writtenMinor,
    reasons,
  }
}

/** What the import would do, counted from the staging tables. */
export async function makePreview(
  db: Db,
  staging: Staging,
  plan: ReadPlan,
  counts: ReadCounts,
  told: { unknownReps: string[]; repeats: number | null },
): Promise<Preview> {
  const clients = await countClients(db, staging)
  const { unknownReps } = told
  const repeats = told.repeats ?? (await countRepeats(db, staging))
  const { rows, errors, skipped } = counts
  const base = {
    rows,
    errors,
    skipped,
    unknownReps,
    notices: counts.notices,
    repeats,
    newClients: clients.new,
    updatedClients: clients.updated,
  }
  if (!hasOrders(plan)) {
    const records =
      plan.kind === 'clients'
        ? { ...clients, ambiguous: clients.ambiguousRows, unknownContacts: [] }
        : await countRecords(db, staging)
    return {
      ...base,
      new: records.new,
      updated: records.updated,
      unchanged: records.unchanged,
      ambiguous: records.ambiguous,
      unknownContacts: records.unknownContacts,
      orders: 0,
      clients: clients.certain,
      unassignedOrders: 0,
      sharedNumbers: 0,
      twoTimes: 0,
      sales: none,
      returns: none,
      ambiguousSum: none,
      control: { sales: zero, returns: zero },
      moneyTotal: minorToDecimal(0, plan.currencyDigits),
      ...(plan.kind === 'deals' && {
        deals: await countDeals(db, staging, plan),
        spellings: await findSpellings(db, staging.records, 'product'),
      }),
      ...(plan.kind === 'products' && { spellings: await findSpellings(db, staging.records, 'name') }),
    }
  }
  const digits = plan.currencyDigits
  const { sums, odd } = await countOrders(db, staging, digits)
  const of = (...changes: Change[]): OrderSum[] => sums.filter((it) => changes.includes(it.change))
  const count = (...changes: Change[]): number => of(...changes).reduce((total, it) => total + it.count, 0)
  const linesOf = (rows: OrderSum[]): number => rows.reduce((total, it) => total + it.lines, 0)
  const control = {
    sales: controlSum(sums, 'sales', counts, digits),
    returns: controlSum(sums, 'returns', counts, digits),
  }
  const written = (direction: Direction) => ({
    rows: linesOf(of('new', 'update', 'same').filter((it) => it.direction === direction)),
    amountMinor: control[direction].writtenMinor,
  })
  const ambiguous = of('ambiguous')
  return {
    ...base,
    errors: errors + linesOf(of('unknown')),
    new: count('new'),
    updated: count('update'),
    unchanged: count('same'),
    ambiguous: linesOf(ambiguous),
    orders: count('new', 'update', 'same'),
    clients: factsOf(plan).isAttached ? (odd?.clients ?? 0) : clients.certain,
    unassignedOrders: odd?.unassigned ?? 0,
    sharedNumbers: odd?.shared ?? 0,
    twoTimes: odd?.twoTimes ?? 0,
    sales: written('sales'),
    returns: written('returns'),
    ambiguousSum: {
      rows: linesOf(ambiguous),
      amountMinor: safe(
        ambiguous.reduce((total, it) => total + (it.direction === 'returns' ? -1 : 1) * safe(it.minor), 0),
      ),
    },
    control,
    moneyTotal: minorToDecimal(safe(control.sales.writtenMinor - control.returns.writtenMinor), digits),
  }
}
