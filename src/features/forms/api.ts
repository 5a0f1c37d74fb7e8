import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { changeForm, checkForm, refuseAbsent } from './change-form.ts'
import { formsContract as contract } from './contract.ts'
import { acceptHeld, setDropped } from './quarantine.ts'
import * as reports from './reports.ts'
import * as store from './store.ts'

const MOST = 100

type Defined<Row> = { [Name in keyof Row]?: Exclude<Row[Name], undefined> }
const definedOf = <Row extends object>(row: Row): Defined<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Defined<Row>

/** The forms as their department sets them, and the junk that they kept back. */
export function formsApi({ db, runUnit, now }: Services): Handled[] {
  return [
    handle(contract.list, async () => ({ rows: await reports.listForms(db, now()) })),
    handle(contract.quarantine, ({ query }) => reports.listHeld(db, query)),

    handle(contract.add, async ({ actor, body }) => {
      const id = newId()
      await runUnit(actor, async (unit) => {
        if ((await store.countLocked(unit.trx)) >= MOST) throw new Refusal('tooManyForms', { most: MOST })
        const fields = checkForm(body)
        await refuseAbsent(unit.trx, fields)
        const after = await store.insertForm(unit.trx, id, fields)
        await store.keepConsent(unit.trx, after, now())
        await unit.record({ action: 'form.created', entity: 'form', id, after, rev: after.rev })
      })
      return reports.showForm(db, now(), id)
    }),

    handle(contract.update, async ({ actor, params: { id }, body: { rev, ...body } }) => {
      await runUnit(actor, async (unit) => {
        const before = await store.lockForm(unit.trx, id)
        if (before.rev !== rev)
          throw new Refusal('conflict', { current: await reports.showForm(unit.trx, now(), id) })
        const fields = checkForm(definedOf(body))
        // Whoever was there already may have left since.
        const ownerIds = fields.ownerIds?.filter((it) => !before.ownerIds.includes(it))
        await refuseAbsent(unit.trx, { ...fields, ...(ownerIds && { ownerIds }) })
        await changeForm(unit, before, fields, now())
      })
      return reports.showForm(db, now(), id)
    }),

    handle(contract.remove, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        const before = await store.lockForm(unit.trx, id)
        await store.updateForm(unit.trx, id, { removedAt: now() })
        await unit.record({ action: 'form.removed', entity: 'form', id, before })
        return { unitId: unit.id }
      }),
    ),

    handle(contract.renewToken, async ({ actor, params: { id } }) => {
      await runUnit(actor, async (unit) => {
        await store.lockForm(unit.trx, id)
        await store.updateForm(unit.trx, id, { token: store.newToken() })
        await unit.record({ action: 'form.tokenRenewed', entity: 'form', id })
      })
      return reports.showForm(db, now(), id)
    }),

    handle(contract.accept, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => ({ dealId: await acceptHeld(unit, id, now()), unitId: unit.id })),
    ),

    handle(contract.drop, ({ actor, body }) => {
      if ((body.ids === undefined) === (body.formId === undefined)) throw new Refusal('idsOrForm')
      return runUnit(actor, async (unit) => {
        const submissionIds = await setDropped(unit.trx, body, true)
        await unit.record({
          action: 'form.dropped',
          entity: 'form',
          id: body.formId ?? null,
          after: { submissionIds },
        })
        return { count: submissionIds.length, unitId: unit.id }
      })
    }),
  ]
}
