import { writeTouch } from '#features/contacts/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import { partChoice } from '#kernel/table-choice.ts'
import { recordExport } from '#server/export/record-export.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import * as change from './change.ts'
import { changeMany } from './change-many.ts'
import { changePipeline } from './change-pipeline.ts'
import { funnelContract as contract } from './contract.ts'
import { listDeals } from './list-report.ts'
import { lockCurrent } from './lock-current.ts'
import * as lostReasons from './lost-reasons.ts'
import { exportDeals } from './export.ts'
import * as pipelines from './pipelines.ts'
import * as reports from './reports.ts'
import * as store from './store.ts'

/** Ways, stages and the deals that go through them. */
export function funnelApi(services: Services): Handled[] {
  const { db, runUnit, now } = services
  return [
    handle(contract.pipelines, async () => {
      const { rev, reasons } = await lostReasons.listLostReasons(db)
      const [rows, gone] = [await pipelines.listPipelines(db), await pipelines.listGone(db)]
      return { rows, lostReasons: reasons, lostReasonsRev: rev, gone }
    }),
    handle(contract.saveLostReasons, ({ actor, body: { rev, groups } }) =>
      runUnit(actor, async (unit) => {
        const before = await lostReasons.lockLostReasons(unit.trx)
        if (before.rev !== rev) throw new Refusal('conflict', { current: before })
        return lostReasons.writeLostReasons(unit, before, groups)
      }),
    ),
    handle(contract.board, ({ actor, query }) => reports.showBoard(db, actor, query, now())),
    handle(contract.column, ({ actor, params, query }) =>
      reports.listColumn(db, actor, params.id, query, now()),
    ),
    handle(contract.list, ({ actor, query }) => listDeals(db, actor, query, now())),
    handle(contract.exportFile, async ({ actor, query }) => {
      const { choice, filter } = partChoice(query)
      const { currency, timeZone } = await loadWorkspace(db)
      const form = { choice, timeZone, digits: currencyDigits(currency), now: now() }
      const file = await exportDeals(db, actor, filter, form)
      return recordExport(runUnit, actor, 'deal', { file, filter, choice })
    }),
    handle(contract.get, ({ actor, params }) => reports.showDeal(db, actor, params.id)),

    handle(contract.create, async ({ actor, body }) => {
      const deal = await runUnit(actor, (unit) => change.addDeal(unit, body, now().toISOString()))
      return reports.showDeal(db, actor, deal.id)
    }),

    handle(contract.update, async ({ actor, params: { id }, body: { rev, ...fields } }) => {
      await runUnit(actor, async (unit) => {
        const before = await lockCurrent(unit, id, rev)
        await change.writeOver(unit, before, change.columnsOf(fields), now().toISOString())
      })
      return reports.showDeal(db, actor, id)
    }),

    handle(contract.move, async ({ actor, params: { id }, body: { rev, ...move } }) => {
      await runUnit(actor, async (unit) => {
        const before = await lockCurrent(unit, id, rev)
        await change.moveDeal(unit, before, move, now().toISOString())
      })
      return reports.showDeal(db, actor, id)
    }),

    handle(
      contract.completeStep,
      async ({
        actor,
        params: { id },
        body: { rev, kind, text, result = null, minutes = null, step, dossier },
      }) => {
        const unitId = await runUnit(actor, async (unit) => {
          const before = await lockCurrent(unit, id, rev)
          const { clientId, ownerId } = before
          const said = { kind, text, result, minutes, dealId: id, clientId, happenedAt: now().toISOString() }
          await writeTouch(unit, said, { ownerId, dossier, now: now() })
          await change.writeOver(unit, before, change.columnsOf({ step }), said.happenedAt)
          return unit.id
        })
        return { ...(await reports.showDeal(db, actor, id)), unitId }
      },
    ),

    handle(contract.changeMany, ({ actor, body }) => changeMany(services, actor, body)),

    handle(contract.remove, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        const before = await change.lockOwn(unit.trx, actor, id)
        if (before.removedAt !== null) throw new Refusal('notFound', { entity: 'deal' })
        const after = await store.updateDeal(unit.trx, id, { removedAt: now().toISOString() })
        await change.recordDeal(unit, 'deal.removed', before, after)
        return { unitId: unit.id }
      }),
    ),

    handle(contract.addPipeline, ({ actor, body: { name, stages } }) =>
      runUnit(actor, async (unit) => {
        if (name === null) throw new Refusal('nameMissing', { at: -1 })
        const id = await pipelines.insertPipeline(unit.trx, name)
        await pipelines.writeStages(unit.trx, id, stages)
        const after = await pipelines.lockPipeline(unit.trx, id)
        await unit.record({ action: 'pipeline.added', entity: 'pipeline', id, after, rev: after.rev })
        return after
      }),
    ),

    handle(contract.savePipeline, ({ actor, params: { id }, body: { rev, ...way } }) =>
      runUnit(actor, async (unit) => {
        const before = await pipelines.lockPipeline(unit.trx, id)
        if (before.rev !== rev) throw new Refusal('conflict', { current: before })
        if (way.name === null && before.preset === null) throw new Refusal('nameMissing', { at: -1 })
        return changePipeline(unit, before, way)
      }),
    ),
  ]
}
