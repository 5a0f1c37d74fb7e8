import { Readable } from 'node:stream'
import type { Language } from '#kernel/format.ts'
import type { Db } from '#server/database/connect.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { type Undoers, undoUnit } from '#server/undo.ts'
import { historyContract as contract } from './contract.ts'
import { exportHistory, type OwnFieldChange } from './export.ts'
import * as reports from './reports.ts'

/** Who did what, and the way back. What can be taken back, each slice tells by its undoers. */
export function historyApi(
  services: Services,
  undoers: Undoers,
  loadOwnFieldChange: (db: Db, language: Language) => Promise<OwnFieldChange>,
): Handled[] {
  const { db } = services
  return [
    handle(contract.list, ({ actor, query }) =>
      reports.listUnits(db, actor, query, (action) => action in undoers),
    ),
    handle(contract.get, ({ actor, params, query }) =>
      reports.listEntries(db, actor, params.id, query.cursor),
    ),
    handle(contract.exportCsv, async ({ actor, query: { language = 'ru', ...filter } }) => ({
      fileName: language === 'ru' ? 'журнал.csv' : 'history.csv',
      contentType: 'text/csv; charset=utf-8',
      body: Readable.from(exportHistory(db, actor, filter, language, await loadOwnFieldChange(db, language))),
    })),
    handle(contract.undo, ({ actor, params }) => undoUnit(services, undoers, actor, params.id)),
    handle(contract.undoChange, async ({ actor, body }) =>
      undoUnit(services, undoers, actor, await reports.findUnitOf(db, actor, body)),
    ),
  ]
}
