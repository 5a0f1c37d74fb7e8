import { sql } from 'kysely'
import { minorToDecimal } from '#kernel/money.ts'
import type { Db } from '#server/database/connect.ts'
import type { Preview } from './contract.ts'
import type { ReadPlan } from './domain/plan.ts'
import {
  factsOf,
  gatherClients,
  gatherOrders,
  markChangedClients,
  matchClients,
  matchOrders,
  matchReps,
} from './match.ts'
import type { ReadCounts } from './reading/copy.ts'
import type { Staging } from './staging.ts'

type OrderSums = {
  change: string
  count: number
  lines: number
  salesRows: number
  salesMinor: number
  returnsRows: number
  returnsMinor: number
}

const none = { rows: 0, amountMinor: 0 }

/** Gathers what the file's rows make: clients and orders, each one row of a staging table. */
export async function gather(db: Db, staging: Staging, plan: ReadPlan): Promise<string[]> {
  await gatherClients(db, staging)
  const unknownReps = await matchReps(db, staging)
  if (plan.kind !== 'clients') await gatherOrders(db, staging, factsOf(plan), plan.currencyDigits)
  return unknownReps
}

/** Finds the gathered clients and orders in the base as it is now. */
export async function matchAll(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  await matchClients(db, staging, plan.matchKeys)
  await markChangedClients(db, staging, plan.kind === 'clients')
  if (plan.kind !== 'clients') await matchOrders(db, staging, factsOf(plan))
}

async function countClients(db: Db, staging: Staging) {
  const found = await sql<{ all: number; new: number; updated: number; unchanged: number; ambiguousRows: number }>`
    select count(*) as all, count(*) filter (where match_count = 0) as new,
      count(*) filter (where match_count = 1 and is_changed) as updated,
      count(*) filter (where match_count = 1 and not is_changed) as unchanged,
      coalesce(sum(row_count) filter (where match_count > 1), 0)::bigint as ambiguous_rows
    from ${sql.raw(staging.clients)}`.execute(db)
  return found.rows[0] ?? { all: 0, new: 0, updated: 0, unchanged: 0, ambiguousRows: 0 }
}

async function countOrders(db: Db, staging: Staging) {
  const orders = sql.raw(staging.orders)
  const sums = await sql<OrderSums>`
    select change, count(*) as count, sum(line_count)::bigint as lines,
      coalesce(sum(line_count) filter (where status <> 'return'), 0)::bigint as sales_rows,
      coalesce(sum(amount_minor) filter (where status <> 'return'), 0)::bigint as sales_minor,
      coalesce(sum(line_count) filter (where status = 'return'), 0)::bigint as returns_rows,
      coalesce(sum(amount_minor) filter (where status = 'return'), 0)::bigint as returns_minor
    from ${orders} group by change`.execute(db)
  const odd = await sql<{ unassigned: number; twoTimes: number; shared: number }>`
    select count(*) filter (where client_key is null) as unassigned, count(*) filter (where has_two_times) as two_times,
      count(*) - count(distinct order_number) as shared
    from ${orders}`.execute(db)
  return { sums: new Map(sums.rows.map((row) => [row.change, row])), odd: odd.rows[0] }
}

/** What the import would do, counted from the staging tables. */
export async function makePreview(
  db: Db,
  staging: Staging,
  plan: ReadPlan,
  counts: ReadCounts,
  unknownReps: string[],
): Promise<Preview> {
  const clients = await countClients(db, staging)
  const base = { rows: counts.rows, errors: counts.errors, skipped: counts.skipped, unknownReps, newClients: clients.new }
  if (plan.kind === 'clients') {
    return {
      ...base,
      new: clients.new,
      updated: clients.updated,
      unchanged: clients.unchanged,
      ambiguous: clients.ambiguousRows,
      orders: 0,
      clients: clients.all,
      updatedClients: clients.updated,
      unassignedOrders: 0,
      sharedNumbers: 0,
      twoTimes: 0,
      sales: none,
      returns: none,
      ambiguousSum: none,
      moneyTotal: minorToDecimal(0, plan.currencyDigits),
    }
  }
  const { sums, odd } = await countOrders(db, staging)
  const all = [...sums.values()]
  const written = all.filter((row) => row.change !== 'ambiguous' && row.change !== 'unknown')
  const total = (rows: OrderSums[], pick: (row: OrderSums) => number): number => rows.reduce((sum, row) => sum + pick(row), 0)
  const ambiguous = sums.get('ambiguous')
  const unknown = sums.get('unknown')
  const salesMinor = total(written, (row) => row.salesMinor)
  const returnsMinor = total(written, (row) => row.returnsMinor)
  return {
    ...base,
    errors: counts.errors + (unknown?.lines ?? 0),
    new: sums.get('new')?.count ?? 0,
    updated: sums.get('update')?.count ?? 0,
    unchanged: sums.get('same')?.count ?? 0,
    ambiguous: ambiguous?.lines ?? 0,
    orders: total(written, (row) => row.count),
    clients: clients.all,
    updatedClients: clients.updated,
    unassignedOrders: odd?.unassigned ?? 0,
    sharedNumbers: odd?.shared ?? 0,
    twoTimes: odd?.twoTimes ?? 0,
    sales: { rows: total(written, (row) => row.salesRows), amountMinor: salesMinor },
    returns: { rows: total(written, (row) => row.returnsRows), amountMinor: returnsMinor },
    ambiguousSum: ambiguous
      ? { rows: ambiguous.lines, amountMinor: ambiguous.salesMinor - ambiguous.returnsMinor }
      : none,
    moneyTotal: minorToDecimal(salesMinor - returnsMinor, plan.currencyDigits),
  }
}
