import { loadWorkspace } from '#features/team/public.ts'
import { type Actor, mayEditRecordOf, sees } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import { partChoice, type TableChoice } from '#kernel/table-choice.ts'
import { recordExport } from '#server/export/record-export.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { type OrderFilter, ordersContract as contract } from './contract.ts'
import { exportLines, exportOrders } from './export.ts'
import * as reports from './reports.ts'
import * as store from './store.ts'

const refresh = ['segments.refresh', {}, { key: 'segments.refresh' }] as const

/** Orders: the rows behind every figure. */
export function ordersApi(services: Services): Handled[] {
  const { db, runUnit } = services

  const takeOut = async (actor: Actor, query: OrderFilter & TableChoice, write: typeof exportOrders) => {
    const { choice, filter } = partChoice(query)
    const { currency, timeZone } = await loadWorkspace(db)
    const file = await write(db, actor, filter, { choice, timeZone, digits: currencyDigits(currency) })
    return recordExport(runUnit, actor, 'order', { file, filter, choice })
  }

  return [
    handle(contract.list, ({ actor, query }) => reports.listOrders(db, actor, query)),
    handle(contract.months, ({ actor, params }) => reports.listMonths(db, actor, params.id)),

    handle(contract.exportFile, ({ actor, query }) => takeOut(actor, query, exportOrders)),
    handle(contract.exportLines, ({ actor, query }) => takeOut(actor, query, exportLines)),

    handle(contract.get, async ({ actor, params }) => {
      const order = await reports.showOrder(db, actor, params.id)
      return { ...order, lines: await reports.listLines(db, params.id) }
    }),

    handle(contract.create, async ({ actor, body }) => {
      const { timeZone } = await loadWorkspace(db)
      const id = newId()
      const number = body.number ?? id.slice(-8)
      await runUnit(actor, async (unit) => {
        const ownerId = await store.findClientOwner(unit.trx, body.clientId)
        if (!sees(actor, ownerId)) throw new Refusal('notFound', { entity: 'client' })
        if (!mayEditRecordOf(actor, ownerId)) throw new Refusal('notYours')
        const order = {
          id,
          externalId: number,
          clientId: body.clientId,
          orderedAt: body.orderedAt,
          orderedOn: dayOf(new Date(body.orderedAt), timeZone),
          amountMinor: body.amountMinor,
          costMinor: body.costMinor ?? null,
          status: body.status ?? 'placed',
        }
        await store.insertOrder(unit.trx, order)
        await unit.record({ action: 'order.created', entity: 'order', id, after: order, ownerId })
        await unit.addJob(...refresh)
      })
      return reports.showOrder(db, actor, id)
    }),

    handle(contract.setStatus, async ({ actor, params, body }) => {
      await runUnit(actor, async (unit) => {
        const before = await store.lockOrder(unit.trx, params.id)
        // An order without a client is seen by those who see everything.
        const isSeen = before.clientId ? sees(actor, before.ownerId) : actor.sight.kind === 'all'
        if (!isSeen) throw new Refusal('notFound', { entity: 'order' })
        if (!mayEditRecordOf(actor, before.ownerId)) throw new Refusal('notYours')
        if (before.rev !== body.rev)
          throw new Refusal('conflict', { current: await reports.showOrder(unit.trx, actor, params.id) })
        const rev = await store.updateStatus(unit.trx, before, body.status)
        const { ownerId } = before
        const after = { ...before, status: body.status, rev }
        await unit.record({
          action: 'order.updated',
          entity: 'order',
          id: params.id,
          before,
          after,
          rev,
          ownerId,
        })
        await unit.addJob(...refresh)
      })
      return reports.showOrder(db, actor, params.id)
    }),
  ]
}
