import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { keepColumns } from './columns.ts'
import { viewsContract as contract } from './views-contract.ts'
import * as views from './views.ts'

// What the schema leaves out is no change; what it leaves undefined neither.
const given = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof Fields]: Exclude<Fields[K], undefined>
  }

/** Saved views of the client list, and the columns that a person chose for it. */
export function viewsApi({ db, runUnit }: Services): Handled[] {
  return [
    handle(contract.list, ({ actor }) => views.listViews(db, actor)),
    handle(contract.create, ({ actor, body }) => runUnit(actor, (unit) => views.createView(unit, body))),
    handle(contract.update, ({ actor, params, body: { rev, ...fields } }) =>
      runUnit(actor, (unit) => views.changeView(unit, params.id, rev, given(fields))),
    ),
    handle(contract.remove, ({ actor, params }) =>
      runUnit(actor, (unit) => views.removeView(unit, params.id)),
    ),
    handle(contract.chooseColumns, async ({ actor, body: { columns } }) => {
      await runUnit(actor, (unit) => keepColumns(unit, columns))
      return { columns }
    }),
  ]
}
