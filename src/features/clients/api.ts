import { checkFieldChanges } from '#features/fields/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import { partChoice } from '#kernel/table-choice.ts'
import { recordExport } from '#server/export/record-export.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { addClient } from './add-client.ts'
import { upsertClients } from './batch.ts'
import { clientsContract as contract } from './contract.ts'
import { checkFields, withTags } from './domain/check-fields.ts'
import { exportClients } from './export.ts'
import { changeMany } from './change-many.ts'
import { deactivateOwner, type GiveAlong, handOver, previewHandOver } from './hand-over.ts'
import { withChanges } from './own-values.ts'
import { resolveFilter } from './resolve-filter.ts'
import * as reports from './reports.ts'
import { searchClients } from './search.ts'
import * as store from './store.ts'
import { lockEditable, writeOver } from './undo.ts'

/** The client base: lists, one client, edits. */
export function clientsApi(services: Services, along: readonly GiveAlong[] = []): Handled[] {
  const { db, runUnit } = services

  const lockCurrent = async (unit: Unit, id: string, rev: number): Promise<store.StoredClient> => {
    const before = await lockEditable(unit.trx, unit.actor, id)
    if (before.rev !== rev) {
      throw new Refusal('conflict', { current: await reports.showClient(unit.trx, unit.actor, id) })
    }
    return before
  }

  return [
    handle(contract.list, async ({ actor, query }) =>
      reports.listClients(db, actor, await resolveFilter(db, query)),
    ),
    handle(contract.count, async ({ actor, query }) =>
      reports.countClients(db, actor, await resolveFilter(db, query)),
    ),
    handle(contract.views, ({ actor }) => reports.countViews(db, actor)),
    handle(contract.search, ({ actor, query }) => searchClients(db, actor, query.text)),
    handle(contract.get, ({ actor, params }) => reports.showClient(db, actor, params.id)),
    handle(contract.tags, ({ actor }) => reports.listTags(db, actor)),
    handle(contract.history, ({ actor, params }) => reports.listHistory(db, actor, params.id)),

    handle(contract.exportFile, async ({ actor, query }) => {
      const { choice, filter } = partChoice(query)
      const digits = currencyDigits((await loadWorkspace(db)).currency)
      const file = await exportClients(db, actor, await resolveFilter(db, filter), choice, digits)
      return recordExport(runUnit, actor, 'client', { file, filter, choice })
    }),

    handle(contract.create, async ({ actor, body: { fields: own = {}, ...body } }) => {
      const { country } = await loadWorkspace(db)
      const { id } = await runUnit(actor, (unit) => addClient(unit, withTags(body), country, own))
      return reports.showClient(db, actor, id)
    }),

    handle(contract.previewHandOver, ({ actor, params, query }) =>
      previewHandOver(db, actor, { fromId: params.id, toIds: query.toIds?.split(',') ?? [] }),
    ),
    handle(contract.handOver, ({ actor, params, body }) =>
      handOver(services, actor, { fromId: params.id, ...body }, along),
    ),
    handle(contract.deactivateOwner, ({ actor, params, body }) =>
      deactivateOwner(services, actor, { fromId: params.id, ...body }, along),
    ),
    handle(contract.find, async ({ actor, params: { externalId } }) =>
      reports.showClient(db, actor, await store.findByExternalId(db, externalId)),
    ),
    handle(contract.batch, ({ actor, body }) => upsertClients(services, actor, body)),

    handle(contract.changeMany, ({ actor, body }) => changeMany(services, actor, body)),

    handle(contract.update, async ({ actor, params, body: { rev, fields: own, ...body } }) => {
      const fields = checkFields(withTags(body), (await loadWorkspace(db)).country)
      await runUnit(actor, async (unit) => {
        const before = await lockCurrent(unit, params.id, rev)
        const values = own && withChanges(before.fields, await checkFieldChanges(unit.trx, own))
        await writeOver(unit, 'client.updated', before, { ...fields, ...(values && { fields: values }) })
      })
      return reports.showClient(db, actor, params.id)
    }),
  ]
}
