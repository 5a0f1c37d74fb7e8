import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { sql } from 'kysely'
import * as store from './store.ts'

/** An address of a site as browsers name it: https://site.ru, whatever page of it was given. */
function originOf(typed: string): string {
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`)
  if (!url || !/^[^.]+(\.[^.]+)+$|^localhost$/.test(url.hostname) || !/^https?:$/.test(url.protocol))
    throw new Refusal('badOrigin', { field: 'origins', value: typed })
  return url.origin
}

/** Settings of a form as they are kept; the first that cannot be is refused. */
export function checkForm<Fields extends store.FormFields>(fields: Fields): Fields {
  const { origins, consentUrl, fields: asked } = fields
  if (consentUrl && !/^https?:$/.test(URL.parse(consentUrl)?.protocol ?? ''))
    throw new Refusal('badLink', { field: 'consentUrl', value: consentUrl })
  if (asked && !asked.includes('phone') && !asked.includes('email')) throw new Refusal('contactNotAsked')
  return {
    ...fields,
    ...(origins && { origins: [...new Set(origins.map(originOf))] }),
    ...(asked && { fields: [...new Set(asked)] }),
  }
}

/** Refuses a way that is not there, and people who do not work here. */
export async function refuseAbsent(trx: Trx, { pipelineId, ownerIds }: store.FormFields): Promise<void> {
  if (pipelineId !== undefined) {
    const way = await sql`select from pipeline where id = ${pipelineId} and removed_at is null`.execute(trx)
    if (way.rows.length === 0) throw new Refusal('notFound', { entity: 'pipeline' })
  }
  if (!ownerIds) return
  const active = await sql<{ id: string }>`
    select id from app_user where id = any(${[...ownerIds]}::uuid[]) and deactivated_at is null`.execute(trx)
  const known = new Set(active.rows.map(({ id }) => id))
  const stranger = ownerIds.find((id) => !known.has(id))
  if (stranger !== undefined) throw new Refusal('noSuchOwner', { field: 'ownerIds', value: stranger })
}

/** Writes new settings over the locked state; a new wording of the consent is kept beside those before. */
export async function changeForm(
  unit: Unit,
  before: store.StoredForm,
  fields: store.FormFields,
  now: Date,
): Promise<void> {
  const { id } = before
  await store.updateForm(unit.trx, id, fields)
  const after = await store.lockForm(unit.trx, id)
  await store.keepConsent(unit.trx, after, now)
  await unit.record({ action: 'form.updated', entity: 'form', id, before, after, rev: after.rev })
}
