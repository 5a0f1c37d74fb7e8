import { loadWorkspace } from '#features/team/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import { partChoice, type TableChoice } from '#kernel/table-choice.ts'
import { recordExport } from '#server/export/record-export.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { makeFindClient, newOrder, readOrder, upsertOrders } from './batch.ts'
import { type OrderFilter, ordersContract as contract } from './contract.ts'
import { exportLines, exportOrders } from './export.ts'
import * as reports from './reports.ts'
import { refuseForeign, saveOrders } from './save.ts'
import * as store from './store.ts'

/** Orders made by hand have numbers of their own, apart from those of files. */
const SOURCE = 'hand'

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

    handle(contract.find, ({ actor, query: { number, source = 'api' } }) =>
      reports.findOrders(db, actor, source, number),
    ),

    handle(contract.create, async ({ actor, body }) => {
      const customs = await loadWorkspace(db)
      const fields = readOrder(body, customs)
      const source = body.source ?? SOURCE
      const id = await runUnit(actor, async (unit) => {
        const findClient = await makeFindClient(unit, [body])
        const client = findClient(body)
        if (!client) throw new Refusal('notFound', { entity: 'client' })
        const number = body.number ?? newId().slice(-8)
        const after = newOrder({ source, number, clientId: client.id }, fields)
        const taken = await store.lockNumbers(unit.trx, [{ source, number }])
        if (taken.some(({ order }) => order.clientId === client.id))
          throw new Refusal('numberTaken', { field: 'number', value: number })
        await saveOrders(unit, [{ before: null, after, ownerId: client.ownerId }])
        return after.id
      })
      return reports.showOrder(db, actor, id)
    }),

    handle(contract.batch, ({ actor, body }) => upsertOrders(services, actor, body)),

    handle(contract.setStatus, async ({ actor, params, body: { rev, status } }) => {
      await runUnit(actor, async (unit) => {
        const locked = await store.lockOrder(unit.trx, params.id)
        refuseForeign(unit, locked)
        const { order: before, ownerId } = locked
        if (before.rev !== rev)
          throw new Refusal('conflict', { current: await reports.showOrder(unit.trx, actor, params.id) })
        const { rev: _rev, ...row } = before
        await saveOrders(unit, [{ before, after: { ...row, status }, ownerId }])
      })
      return reports.showOrder(db, actor, params.id)
    }),
  ]
}
