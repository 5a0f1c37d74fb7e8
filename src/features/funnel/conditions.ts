import { type RawBuilder, sql } from 'kysely'
import { isOwnedBy, ownerVisibleTo, textMatches } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { DealFilter } from './contract.ts'

/** When a step is due, on the clock of the workspace: at its hour, or by the end of its day. */
const dueSql = sql`(d.step_on + coalesce(d.step_time, '23:59:59'))`
const clockSql = sql`(${sql.ref('w.now')}::timestamptz at time zone w.time_zone)`

const steps = {
  none: sql`(d.step_on is null and d.closed_at is null)`,
  late: sql`(${dueSql} < ${clockSql} and d.closed_at is null)`,
  planned: sql`(${dueSql} >= ${clockSql} and d.closed_at is null)`,
}

/** Deals (`d`) with their clients (`k`) and the clock of the workspace (`w`). */
export const dealTables = (now: Date): RawBuilder<unknown> => sql`deal d join client k on k.id = d.client_id
  cross join (select time_zone, ${now.toISOString()}::timestamptz as now from workspace) w`

/** What a list, a total or a column is narrowed to: what the person asked, within what they may see; the bin apart. */
export function dealConditions(
  actor: Actor,
  { pipelineId, owner, clientId, text, step }: DealFilter,
): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [ownerVisibleTo(actor, sql`d.owner_id`)]
  if (pipelineId) all.push(sql`d.pipeline_id = ${pipelineId}`)
  if (owner) all.push(isOwnedBy(actor, owner, sql`d.owner_id`))
  if (clientId) all.push(sql`d.client_id = ${clientId}`)
  if (text?.trim()) {
    const pattern = `%${text
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, (char) => `\\${char}`)}%`
    all.push(sql`(lower(d.title) like ${pattern} or ${textMatches(actor, text)})`)
  }
  if (step) all.push(steps[step])
  return sql.join(all, sql` and `)
}
