import { type RawBuilder, sql } from 'kysely'

/**
 * A moment by the clock of a zone, to the millisecond where it has any. A time that the clock showed twice, when it was put back, is
 * written in UTC.
 */
export function localTime(moment: RawBuilder<unknown>, timeZone: string): RawBuilder<string> {
  const at = sql`(${moment})`
  const local = sql`${at} at time zone ${timeZone}`
  const shifts = ['1 hour', '-1 hour', '30 minutes', '-30 minutes']
  const isTwice = sql.join(
    shifts.map((shift) => sql`(${at} + ${sql.lit(shift)}::interval) at time zone ${timeZone}`),
  )
  const form = (mark: string) =>
    sql`case when extract(microseconds from ${at})::bigint % 1000000 = 0 then ${sql.lit(`YYYY-MM-DD HH24:MI:SS${mark}`)}
      else ${sql.lit(`YYYY-MM-DD HH24:MI:SS.MS${mark}`)} end`
  return sql<string>`case when ${local} in (${isTwice}) then to_char(${at} at time zone 'UTC', ${form('"Z"')})
    else to_char(${local}, ${form('')}) end`
}
