import { type RawBuilder, sql } from 'kysely'
import { clientVisibleTo, isOwnedBy, ownerVisibleTo, textMatches } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { DealFilter, StageKind } from './contract.ts'
import { isOfGrade } from './grade-sql.ts'

/** When a step is due, on the clock of the workspace: at its hour, or by the end of its day. */
const dueSql = sql`(d.step_on + coalesce(d.step_time, '23:59:59'))`
const clockSql = sql`(${sql.ref('w.now')}::timestamptz at time zone w.time_zone)`

const steps = {
  none: sql`(d.step_on is null and d.closed_at is null)`,
  late: sql`(${dueSql} < ${clockSql} and d.closed_at is null)`,
  planned: sql`(${dueSql} >= ${clockSql} and d.closed_at is null)`,
}

/** What goes with deals (`d`): their clients (`k`) and the clock of the workspace (`w`). */
export const besideDeals = (now: Date): RawBuilder<unknown> => sql`join client k on k.id = d.client_id
  cross join (select time_zone, ${now.toISOString()}::timestamptz as now from workspace) w`

/** Deals (`d`) for counting them, with what the conditions speak of and nothing else. */
export const countedDeals = ({ text, step }: DealFilter, now: Date): RawBuilder<unknown> =>
  sql`deal d ${text?.trim() || step ? besideDeals(now) : sql``}`

/** Whether it is known since when a deal (`d`) stands where it does: a file tells the stage alone, a move tells the moment. */
export const isEntryKnownSql = sql<boolean>`(d.has_history or exists (
  select from stage_event e where e.deal_id = d.id and e.to_stage_id = d.stage_id and e.at = d.stage_entered_at
    and e.undoes_id is null))`

/** Deals that stand at a stage of some kind: told by stages, so that an index counts them. */
export const isOfKind = (kind: StageKind): RawBuilder<boolean> =>
  sql`(d.stage_id = any(array(select s.id from stage s where s.kind = ${kind})))`

/** What a list, a total or a column is narrowed to: what the person asked, within what they may see; the bin apart. */
export function dealConditions(
  actor: Actor,
  { pipelineId, owner, clientId, text, step, grade }: DealFilter,
): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [ownerVisibleTo(actor, sql`d.owner_id`)]
  if (pipelineId) all.push(sql`d.pipeline_id = ${pipelineId}`)
  if (owner) all.push(isOwnedBy(actor, owner, sql`d.owner_id`))
  if (clientId) all.push(sql`d.client_id = ${clientId}`)
  if (grade) all.push(isOfGrade(sql`d.id`, grade))
  if (text?.trim()) {
    const pattern = `%${text
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, (char) => `\\${char}`)}%`
    // Of a client out of sight a deal shows the name, and no more is found by.
    const client =
      actor.sight.kind === 'all'
        ? textMatches(actor, text)
        : sql`((${clientVisibleTo(actor)} and ${textMatches(actor, text)}) or lower(k.name) like ${pattern})`
    all.push(sql`(lower(d.title) like ${pattern} or ${client})`)
  }
  if (step) all.push(steps[step])
  return sql.join(all, sql` and `)
}
