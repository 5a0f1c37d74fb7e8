import { sql } from 'kysely'
import { clientTables, clientVisibleTo, valueClassSql } from '#features/clients/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { dayOf } from '#kernel/days.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Services } from '#server/services.ts'
import { classifiedBase, findWindow } from './classify-base.ts'
import type { ValueClass } from './domain/settings.ts'
import { loadSettings, type Settings } from './store.ts'

type Moved = { before: ValueClass; after: ValueClass; clients: number; leastMinor: number }
const zeros = (): Record<ValueClass, number> => ({ A: 0, B: 0, C: 0, none: 0 })

/**
 * What other settings would change: clients in sight by class before and after, and where the borders would lie. A border is
 * the money of one client, told to those only who see all.
 */
export async function previewSettings({ db, now }: Services, actor: Actor, wanted: Omit<Settings, 'rev'>) {
  const { timeZone } = await loadWorkspace(db)
  const current = await loadSettings(db)
  const asOf = wanted.asOf ?? dayOf(now(), timeZone)
  const window = await findWindow(db, asOf, wanted.windowMonths)
  const found = await sql<Moved>`
    select ${valueClassSql(current.measure)} as before, coalesce(n.value_class, 'none') as after, count(*) as clients,
      coalesce(min(n.measure_minor), 0) as least_minor
    from ${clientTables} left join (${classifiedBase({ ...wanted, asOf }, window)}) n on n.client_id = k.id
    where ${clientVisibleTo(actor)}
    group by 1, 2`.execute(db)
  const before = zeros()
  const after = zeros()
  for (const row of found.rows) {
    before[row.before] += row.clients
    after[row.after] += row.clients
  }
  const border = (which: ValueClass): number | null => {
    if (actor.sight.kind !== 'all') return null
    const sums = found.rows.filter((row) => row.after === which).map((row) => row.leastMinor)
    return sums.length > 0 ? Math.min(...sums) : null
  }
  const moves = found.rows
    .filter((row) => row.before !== row.after)
    .map(({ before, after, clients }) => ({ before, after, clients }))
  return { before, after, moves, borderAMinor: border('A'), borderBMinor: border('B') }
}
