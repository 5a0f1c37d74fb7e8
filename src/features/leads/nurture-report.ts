import { sql } from 'kysely'
import type * as z from 'zod/mini'
import { isOwnedBy } from '#features/clients/public.ts'
import { loadCards } from '#features/funnel/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import type { OutputOf } from '#kernel/operation.ts'
import type { Db } from '#server/database/connect.ts'
import { isSeen } from './period-sql.ts'
import type { leadReportOperations, NurturedLead } from './report-contract.ts'
import { loadWork } from './work-time.ts'

const PAGE = 50

type Row = Omit<NurturedLead, 'deal' | 'isDue'> & { id: string }
type Asked = z.output<typeof leadReportOperations.nurture.query>

/** Open deals that are C by their day, with how many there are and how many are due: four queries. */
export async function listNurtured(
  db: Db,
  actor: Actor,
  { owner, cursor }: Asked,
  now: Date,
): Promise<OutputOf<typeof leadReportOperations.nurture>> {
  const { work } = await loadWork(db)
  const today = dayOf(now, work.timeZone)
  const [on, id] = cursor?.split(' ') ?? []
  const listed = sql`lead_grade g join deal d on d.id = g.deal_id
    where g.grade = 'C' and g.recheck_on is not null and d.closed_at is null and ${isSeen(actor)}
      and ${owner ? isOwnedBy(actor, owner, sql`d.owner_id`) : sql`true`}`
  const found = await sql<Row>`
    select g.deal_id as id, g.recheck_on, g.rule,
      (select to_json(max(t.happened_at)) #>> '{}' from touch t where t.client_id = d.client_id and t.kind <> 'note')
        as last_touch_at
    from ${listed} and ${on && id ? sql`(g.recheck_on, g.deal_id) > (${on}::date, ${id}::uuid)` : sql`true`}
    order by g.recheck_on, g.deal_id limit ${PAGE + 1}`.execute(db)
  const total = await sql<{ count: number; due: number; sumMinor: number }>`
    select count(*) as count, count(*) filter (where g.recheck_on <= ${today}) as due,
      coalesce(sum(d.amount_minor), 0)::bigint as sum_minor from ${listed}`.execute(db)
  const shown = found.rows.slice(0, PAGE)
  const cards = await loadCards(
    db,
    actor,
    shown.map((it) => it.id),
  )
  const last = shown.at(-1)
  return {
    rows: shown.flatMap(({ id: dealId, ...row }) => {
      const deal = cards.get(dealId)
      return deal ? [{ deal, ...row, isDue: row.recheckOn <= today }] : []
    }),
    nextCursor: found.rows.length > PAGE && last ? `${last.recheckOn} ${last.id}` : null,
    ...(total.rows[0] ?? { count: 0, due: 0, sumMinor: 0 }),
  }
}
