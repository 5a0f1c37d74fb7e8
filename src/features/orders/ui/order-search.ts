import type { CallOf } from '#kernel/operation.ts'
import type { Evidence } from '#web/widgets/evidence.tsx'
import { orderStatus, type ordersContract } from '../contract.ts'

/** The filter of an evidence as the query of the order list. */
export function orderSearch({
  status,
  ...filter
}: Evidence['orders']): NonNullable<CallOf<typeof ordersContract.list>['query']> {
  const known = orderStatus.options.find((it) => it === status)
  return { ...filter, ...(known && { status: known }) }
}
