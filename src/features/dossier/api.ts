import { lockEditable } from '#features/clients/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { dossierContract as contract } from './contract.ts'
import { recordFacts } from './record-facts.ts'
import { listFactHistory, showDossier } from './reports.ts'
import { loadSettings, saveSettings } from './settings.ts'

/** What is known of companies, and what must be known before the first talk. */
export function dossierApi({ db, runUnit, now }: Services): Handled[] {
  return [
    handle(contract.get, ({ actor, params }) => showDossier(db, actor, params.id)),
    handle(contract.history, ({ actor, params, query }) =>
      listFactHistory(db, actor, params.id, query.field),
    ),

    handle(contract.record, async ({ actor, params: { id }, body: { facts } }) => {
      const unitId = await runUnit(actor, async (unit) => {
        const client = await lockEditable(unit.trx, actor, id)
        if (client.kind !== 'company') throw new Refusal('notCompany')
        await recordFacts(unit, client, facts, now())
        return unit.id
      })
      return { ...(await showDossier(db, actor, id)), unitId }
    }),

    handle(contract.getSettings, () => loadSettings(db)),
    handle(contract.saveSettings, ({ actor, body }) =>
      runUnit(actor, async (unit) => {
        const before = await loadSettings(unit.trx)
        const after = await saveSettings(unit.trx, body)
        const { rev } = after
        await unit.record({
          action: 'dossier.settingsChanged',
          entity: 'dossiers',
          id: null,
          before,
          after,
          rev,
        })
        return after
      }),
    ),
  ]
}
