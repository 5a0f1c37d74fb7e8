import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import { type Field, type FieldKind, MOST_FIELDS, sameName } from './domain/field.ts'

type Names = Readonly<Record<string, string>>

/** A field as the history keeps it. */
export type StoredField = {
  id: string
  name: string
  kind: FieldKind
  description: string | null
  place: number
  choices: Names
  removedAt: string | null
  rev: number
}
type Row = StoredField & { formerChoices: Names }
export type FieldEdit = Partial<Omit<StoredField, 'id' | 'kind' | 'rev'>>

const columns = sql`id, name, kind, description, place, choices, former_choices,
  to_jsonb(removed_at) #>> '{}' as removed_at, rev`

const choicesOf = (names: Names, isRemoved: boolean) =>
  Object.entries(names).map(([id, name]) => ({ id, name, isRemoved }))

export function toField({ removedAt, formerChoices, choices, ...row }: Row): Field {
  return {
    ...row,
    choices: [...choicesOf(choices, false), ...choicesOf(formerChoices, true)],
    isRemoved: removedAt !== null,
  }
}

/** All fields in their order, those that were removed last. */
export async function listFields(db: Db): Promise<Field[]> {
  const found = await sql<Row>`
    select ${columns} from client_field order by removed_at is not null, place, id`.execute(db)
  return found.rows.map(toField)
}

/** Fields that values are about to be written to: none of them, and none of their choices, can go meanwhile. */
export async function holdFields(trx: Trx, ids: readonly string[]): Promise<Field[]> {
  const found = await sql<Row>`
    select ${columns} from client_field where id = any(${[...ids]}::uuid[]) order by id for share`.execute(
    trx,
  )
  return found.rows.map(toField)
}

/** One field for changing it. */
export async function lockField(trx: Trx, id: string): Promise<StoredField> {
  const found = await sql<Row>`select ${columns} from client_field where id = ${id} for update`.execute(trx)
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'field' })
  const { formerChoices: _former, ...field } = row
  return field
}

export async function showField(db: Db, id: string): Promise<Field> {
  const found = await sql<Row>`select ${columns} from client_field where id = ${id}`.execute(db)
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'field' })
  return toField(row)
}

// Names and numbers of fields are settled one writer at a time.
const lockNames = sql`select pg_advisory_xact_lock(hashtextextended('client_field', 0))`

async function refuseTaken(trx: Trx, id: string, name: string): Promise<void> {
  await lockNames.execute(trx)
  const others = await sql<{ name: string }>`
    select name from client_field where removed_at is null and id <> ${id}`.execute(trx)
  const taken = others.rows.find((it) => sameName(it.name) === sameName(name))
  if (taken) throw new Refusal('fieldNameTaken', { field: 'name', name: taken.name })
  if (others.rows.length >= MOST_FIELDS) throw new Refusal('tooManyFields', { most: MOST_FIELDS })
}

export async function insertField(
  trx: Trx,
  field: Pick<StoredField, 'id' | 'name' | 'kind' | 'description' | 'choices'>,
): Promise<StoredField> {
  await refuseTaken(trx, field.id, field.name)
  await sql`
    insert into client_field (id, name, kind, description, choices, place)
    select ${field.id}, ${field.name}, ${field.kind}, ${field.description}, ${JSON.stringify(field.choices)}::jsonb,
      coalesce(max(place) + 1, 0) from client_field`.execute(trx)
  return lockField(trx, field.id)
}

/** Writes over the state that was locked; a choice that clients still have cannot go. */
export async function updateField(trx: Trx, before: StoredField, edit: FieldEdit): Promise<StoredField> {
  const after = { ...before, ...edit }
  if (after.removedAt === null && (after.name !== before.name || before.removedAt !== null))
    await refuseTaken(trx, before.id, after.name)
  const gone = Object.entries(before.choices).filter(([id]) => !(id in after.choices))
  for (const [id, name] of gone) await refuseUsed(trx, before.id, id, name)
  // A choice keeps the name it had last.
  await sql`
    update client_field set name = ${after.name}, description = ${after.description}, place = ${after.place},
      removed_at = ${after.removedAt}::timestamptz, choices = ${JSON.stringify(after.choices)}::jsonb,
      former_choices = (former_choices || ${JSON.stringify(Object.fromEntries(gone))}::jsonb) - ${Object.keys(after.choices)}::text[],
      rev = nextval('rev_seq')
    where id = ${before.id}`.execute(trx)
  return lockField(trx, before.id)
}

async function refuseUsed(trx: Trx, fieldId: string, choiceId: string, choice: string): Promise<void> {
  const value = JSON.stringify({ [fieldId]: choiceId })
  const found = await sql<{ count: number }>`
    select count(*) as count from (select from client where fields @> ${value}::jsonb limit 1001) c`.execute(
    trx,
  )
  const count = found.rows[0]?.count ?? 0
  if (count > 0) throw new Refusal('choiceInUse', { field: 'choices', choice, count, fieldId, choiceId })
}
