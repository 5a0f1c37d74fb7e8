import { lockEditable } from '#features/clients/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { normalisePhone } from '#kernel/phone.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { duplicatesContract as contract } from './contract.ts'
import { mergeClients } from './merge.ts'
import * as reports from './reports.ts'
import * as store from './store.ts'

/** Clients that are there twice: found, shown with the reason, merged by a person and never by itself. */
export function duplicatesApi({ db, runUnit }: Services): Handled[] {
  return [
    handle(contract.list, ({ actor, query }) => reports.listPairs(db, actor, query)),

    handle(contract.check, async ({ actor, body }) => {
      const { country } = await loadWorkspace(db)
      const { name, inn = null, kpp = null, email = null, city = null } = body
      const phone = body.phone ? normalisePhone(body.phone, country) : null
      return reports.findLike(db, actor, { name, inn, kpp, phone, email, city })
    }),

    handle(contract.dismiss, ({ actor, body }) =>
      runUnit(actor, async (unit) => {
        const [aId, bId] = [body.aId, body.bId].sort() as [string, string]
        const a = await lockEditable(unit.trx, actor, aId)
        const b = await lockEditable(unit.trx, actor, bId)
        await store.setDismissed(unit.trx, [aId, bId], actor)
        const before = { aId, bId, name: `${a.name} · ${b.name}`, areTwo: false }
        await unit.record({
          action: 'duplicate.dismissed',
          entity: 'duplicate',
          id: null,
          before,
          after: { ...before, areTwo: true },
          ownerId: a.ownerId,
        })
        return { unitId: unit.id }
      }),
    ),

    handle(contract.merge, ({ actor, body }) => runUnit(actor, (unit) => mergeClients(unit, body))),
  ]
}
