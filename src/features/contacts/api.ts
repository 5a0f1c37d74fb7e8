import { lockEditable } from '#features/clients/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import { partChoice } from '#kernel/table-choice.ts'
import { recordExport } from '#server/export/record-export.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { addPerson } from './add-person.ts'
import { contactsContract as contract } from './contract.ts'
import { lockTalked } from './lock-talked.ts'
import { checkEmails, checkPhones } from './domain/check-person.ts'
import { exportPeople, exportTouches } from './export.ts'
import * as reports from './reports.ts'
import * as store from './store.ts'
import { countTouchDays, listTouches } from './touch-report.ts'
import { changeTouch, writeTouch } from './write-touch.ts'

type Typed = { phones?: string[] | undefined; emails?: string[] | undefined }

/** People at clients, what was said with them, and everything that happened, in one line of time. */
export function contactsApi({ db, runUnit, now }: Services): Handled[] {
  const checked = async <Body extends Typed>({ phones, emails, ...rest }: Body) => ({
    ...rest,
    ...(phones && { phones: checkPhones(phones, (await loadWorkspace(db)).country) }),
    ...(emails && { emails: checkEmails(emails) }),
  })
  return [
    handle(contract.people, ({ actor, params }) => reports.listPeople(db, actor, params.id)),
    handle(contract.timeline, ({ actor, params, query }) =>
      reports.listTimeline(db, actor, params.id, query),
    ),

    handle(contract.touchDays, ({ actor, query }) => countTouchDays(db, actor, query)),
    handle(contract.touches, ({ actor, query }) => listTouches(db, actor, query)),

    handle(contract.exportPeople, async ({ actor, query }) => {
      const { choice, filter } = partChoice(query)
      const file = await exportPeople(db, actor, filter, choice)
      return recordExport(runUnit, actor, 'contact', { file, filter, choice })
    }),
    handle(contract.exportTouches, async ({ actor, query }) => {
      const { choice, filter } = partChoice(query)
      const file = await exportTouches(db, actor, filter, choice, (await loadWorkspace(db)).timeZone)
      return recordExport(runUnit, actor, 'touch', { file, filter, choice })
    }),

    handle(contract.addPerson, async ({ actor, params, body }) => {
      const fields = { ...(await checked(body)), name: body.name, clientId: params.id }
      return runUnit(actor, async (unit) => {
        const { ownerId } = await lockEditable(unit.trx, actor, params.id)
        return addPerson(unit, fields, ownerId)
      })
    }),

    handle(contract.updatePerson, async ({ actor, params, body: { rev, ...body } }) => {
      const fields = await checked(body)
      return runUnit(actor, async (unit) => {
        const before = await store.lockPerson(unit.trx, params.id)
        const { ownerId } = await lockEditable(unit.trx, actor, before.clientId)
        if (before.rev !== rev) throw new Refusal('conflict', { current: before })
        const after = await store.updatePerson(unit.trx, params.id, fields)
        const { id } = after
        await unit.record({
          action: 'contact.updated',
          entity: 'contact',
          id,
          before,
          after,
          rev: after.rev,
          ownerId,
        })
        return after
      })
    }),

    handle(contract.removePerson, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        const before = await store.lockPerson(unit.trx, id)
        const { ownerId } = await lockEditable(unit.trx, actor, before.clientId)
        await store.deletePerson(unit.trx, id)
        await unit.record({ action: 'contact.removed', entity: 'contact', id, before, ownerId })
        return { unitId: unit.id }
      }),
    ),

    handle(contract.addTouch, async ({ actor, params, body: { dossier, ...body } }) => {
      const { id } = await runUnit(actor, async (unit) => {
        const talked = { clientId: params.id, dealId: body.dealId }
        const { ownerId } = await lockTalked(unit.trx, actor, talked)
        const happenedAt = body.happenedAt ?? now().toISOString()
        const said = { ...body, clientId: params.id, happenedAt }
        return writeTouch(unit, said, { ownerId, dossier, now: now() })
      })
      return reports.showTouch(db, actor, id)
    }),

    handle(contract.updateTouch, async ({ actor, params: { id }, body: { rev, dossier, ...fields } }) => {
      await runUnit(actor, async (unit) => {
        const before = await store.lockTouch(unit.trx, id)
        const { ownerId } = await lockTalked(unit.trx, actor, before)
        if (before.rev !== rev) {
          throw new Refusal('conflict', { current: await reports.showTouch(unit.trx, actor, id) })
        }
        await changeTouch(unit, before, fields, { ownerId, dossier, now: now() })
      })
      return reports.showTouch(db, actor, id)
    }),

    handle(contract.removeTouch, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        const before = await store.lockTouch(unit.trx, id)
        const { ownerId } = await lockTalked(unit.trx, actor, before)
        await store.deleteTouch(unit.trx, id)
        await unit.record({ action: 'touch.removed', entity: 'touch', id, before, ownerId })
        return { unitId: unit.id }
      }),
    ),
  ]
}
