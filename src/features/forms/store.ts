import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { LeadForm } from './contract.ts'

/** A form as people set it and the history keeps it. */
export type StoredForm = Omit<LeadForm, 'leads' | 'waiting' | 'heldBack' | 'heldBackSince' | 'lastLeadAt'>
/** With what signs its marks, and the wording that is agreed to now. */
export type OpenForm = StoredForm & { secret: Buffer; consentVersion: number | null }
export type FormFields = Partial<Omit<StoredForm, 'id' | 'rev' | 'token'>>

const columns = sql`
  id, rev, token, name, language, pipeline_id, source, owner_ids, origins, fields, consent_text, consent_url, is_active`

/** Names a form to the world. */
export const newToken = (): string => randomBytes(15).toString('base64url')

/** The form of a token that takes leads; null = there is none, or it is closed. */
export async function findOpen(db: Db, token: string): Promise<OpenForm | null> {
  const found = await sql<OpenForm>`
    select ${columns}, secret, (
      select max(c.version) from form_consent c where c.form_id = f.id and f.consent_text is not null) as consent_version
    from lead_form f where token = ${token} and is_active and removed_at is null`.execute(db)
  return found.rows[0] ?? null
}

/** One form for changing it; also one that was removed, when asked for. */
export async function lockForm(trx: Trx, id: string, isRemoved = false): Promise<StoredForm> {
  const found = await sql<StoredForm>`
    select ${columns} from lead_form
    where id = ${id} and removed_at is ${isRemoved ? sql`not null` : sql`null`} for update`.execute(trx)
  const form = found.rows[0]
  if (!form) throw new Refusal('notFound', { entity: 'form' })
  return form
}

/** How many forms there are, one adder at a time. */
export async function countLocked(trx: Trx): Promise<number> {
  await sql`lock table lead_form in share row exclusive mode`.execute(trx)
  const found = await sql<{ count: number }>`
    select count(*) as count from lead_form where removed_at is null`.execute(trx)
  return found.rows[0]?.count ?? 0
}

const rowOf = ({ ownerIds, origins, fields, ...plain }: FormFields) => ({
  ...plain,
  ...(ownerIds && { ownerIds: [...ownerIds] }),
  ...(origins && { origins: [...origins] }),
  ...(fields && { fields: [...fields] }),
})

export async function insertForm(
  trx: Trx,
  id: string,
  fields: Omit<StoredForm, 'id' | 'rev' | 'token' | 'isActive'>,
): Promise<StoredForm> {
  const { name, language, pipelineId } = fields
  await trx
    .insertInto('leadForm')
    .values({
      ...rowOf(fields),
      name,
      language,
      pipelineId,
      fields: [...fields.fields],
      id,
      token: newToken(),
      secret: randomBytes(32),
    })
    .execute()
  return lockForm(trx, id)
}

export async function updateForm(
  trx: Trx,
  id: string,
  fields: FormFields & { token?: string; removedAt?: Date | null },
): Promise<void> {
  await trx
    .updateTable('leadForm')
    .set({ ...rowOf(fields), rev: sql<number>`nextval('rev_seq')` })
    .where('id', '=', id)
    .execute()
}

/** Keeps the wording that is agreed to from now on, unless it is the one that was. */
export async function keepConsent(
  trx: Trx,
  { id, consentText, consentUrl }: Pick<StoredForm, 'id' | 'consentText' | 'consentUrl'>,
  at: Date,
): Promise<void> {
  if (consentText === null) return
  await sql`
    insert into form_consent (form_id, version, text, url, since)
    select ${id}, coalesce(max(version), 0) + 1, ${consentText}, ${consentUrl}::text, ${at}
    from form_consent where form_id = ${id}
    having not exists (
      select from form_consent c where c.form_id = ${id} and c.text = ${consentText}
        and c.url is not distinct from ${consentUrl}::text
        and c.version = (select max(version) from form_consent where form_id = ${id}))`.execute(trx)
}
