import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { viewsContract as contract } from './views-contract.ts'
import * as views from './views.ts'

/** Saved views of the client list, and the columns that a person chose for it. */
export function viewsApi({ db, runUnit }: Services): Handled[] {
  return [
    handle(contract.list, ({ actor }) => views.listViews(db, actor)),
    handle(contract.chooseColumns, async ({ actor, body: { columns } }) => {
      await runUnit(actor, (unit) => views.keepColumns(unit, columns))
      return { columns }
    }),
  ]
}
