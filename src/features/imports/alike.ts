import { type RawBuilder, sql } from 'kysely'
import { findAlike } from '#features/clients/public.ts'
import type { Db } from '#server/database/connect.ts'
import type { Staging } from './staging.ts'

// So many new clients of one file are compared, the first of it: the work is bounded whatever a file holds, and is told.
const MOST_COMPARED = 20_000
const BATCH = 500

type Row = {
  key: string
  name: string
  inn: string | null
  kpp: string | null
  phone: string | null
  email: string | null
  city: string | null
}

/** New clients of the file, about whom nobody has decided yet. */
const undecided = sql`c.match_count = 0 and c.match_by is distinct from 'choice'`

/** Compares the new clients of the file with those of the base; what was compared before is kept. */
export async function compareNewClients(db: Db, staging: Staging): Promise<void> {
  const [clients, alike] = [sql.raw(staging.clients), sql.raw(staging.alike)]
  await sql`
    create unlogged table if not exists ${alike} (
      fingerprint text primary key, client_id uuid, confidence real, reasons text[])`.execute(db)
  const known = await sql<{ compared: number; isEmpty: boolean }>`
    select count(*) as compared, not exists (select from client_match_key) as is_empty from ${alike}`.execute(
    db,
  )
  const { compared = 0, isEmpty = true } = known.rows[0] ?? {}
  for (let left = isEmpty ? 0 : MOST_COMPARED - compared; left > 0; left -= BATCH) {
    const wanted = await sql<Row>`
      select c.fingerprint as key, coalesce(nullif(c.name, ''), c.external_id, c.inn, '') as name, c.inn, c.kpp, c.phone,
        c.email, c.city
      from ${clients} c where ${undecided} and not exists (select from ${alike} a where a.fingerprint = c.fingerprint)
      order by c.first_row limit ${Math.min(BATCH, left)}`.execute(db)
    if (wanted.rows.length === 0) return
    const found = await findAlike(db, wanted.rows)
    await sql`
      insert into ${alike} select w.fingerprint, f."clientId", f.confidence, f.reasons
      from unnest(${wanted.rows.map(({ key }) => key)}::text[]) w(fingerprint)
      left join jsonb_to_recordset(${JSON.stringify(found)}::jsonb) f(key text, "clientId" uuid, confidence real, reasons text[])
        on f.key = w.fingerprint on conflict do nothing`.execute(db)
  }
}

/** New clients that look like one of the base, and how many new ones were beyond the bound. */
export async function countAlike(db: Db, staging: Staging): Promise<{ alike: number; notCompared: number }> {
  const found = await sql<{ alike: number; notCompared: number }>`
    select count(*) filter (where a.client_id is not null) as alike,
      case when exists (select from client_match_key) then count(*) filter (where a.fingerprint is null) else 0 end as not_compared
    from ${sql.raw(staging.clients)} c left join ${sql.raw(staging.alike)} a on a.fingerprint = c.fingerprint
    where ${undecided}`.execute(db)
  return found.rows[0] ?? { alike: 0, notCompared: 0 }
}

/** The rows of those clients, the surest of each beside it. */
export function alikeRows(
  staging: Staging,
  label: RawBuilder<unknown>,
  visible: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select c.first_row as row_number, ${label} as label, concat_ws(' · ', c.external_id, c.inn, c.city, c.phone, c.email) as detail,
      null::uuid as id, c.key, null::text as code, null::bigint as amount_minor,
      jsonb_build_object('id', k.id, 'name', k.name, 'detail', concat_ws(' · ', k.external_id, k.inn, k.city, k.phone, k.email),
        'confidence', a.confidence, 'reasons', a.reasons) as alike
    from ${sql.raw(staging.clients)} c join ${sql.raw(staging.alike)} a on a.fingerprint = c.fingerprint
    join client k on k.id = a.client_id and ${visible} where ${undecided}`
}
