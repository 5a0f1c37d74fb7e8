import { sql } from 'kysely'
import { clientVisibleTo } from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import { type Dossier, dossierContract, type Fact } from './contract.ts'
import { type FactField, factFields } from './domain/fields.ts'
import { waives } from './domain/judge-contact.ts'
import { judgeDossier } from './domain/judge-dossier.ts'
import { loadSettings } from './settings.ts'
import { hasGradeASql, hasOrdersSql, hasTalksSql, knownSql, wasPersonSql } from './store.ts'

const factColumns = sql`
  f.id, f.field, f.value, f.source, f.checked_on, f.method,
  to_json(f.recorded_at) #>> '{}' as recorded_at,
  (select u.name from app_user u where u.id = f.author_id) as author_name`

type Seen = {
  ownerId: string | null
  isNew: boolean
  known: string[]
  hasGradeA: boolean
  firstContact: Dossier['firstContact']
}

async function see(db: Db, actor: Actor, clientId: string): Promise<Seen> {
  const found = await sql<Seen>`
    select k.owner_id, ${knownSql} as known, ${hasGradeASql} as has_grade_a,
      k.kind = 'company' and not ${hasOrdersSql} and (not ${hasTalksSql} or ${wasPersonSql}) as is_new,
      (select jsonb_build_object('at', t.happened_at, 'passed', c.passed, 'missing', c.missing,
          'completeness', c.completeness, 'note', c.note,
          'actorName', (select u.name from app_user u where u.id = c.actor_id))
        from first_contact c join touch t on t.id = c.touch_id and t.kind <> 'note'
        where c.client_id = k.id and c.passed <> 'person' order by c.at, c.id limit 1) as first_contact
    from client k where k.id = ${clientId} and ${clientVisibleTo(actor)}`.execute(db)
  const seen = found.rows[0]
  if (!seen) throw new Refusal('notFound', { entity: 'client' })
  return seen
}

/** What is known of a company, as it is shown: three queries. */
export async function showDossier(db: Db, actor: Actor, clientId: string): Promise<Dossier> {
  const { ownerId, isNew, known, hasGradeA, firstContact } = await see(db, actor, clientId)
  const { isGateOn, required } = await loadSettings(db)
  const { rows } = await sql<Fact>`
    select distinct on (f.field) ${factColumns} from client_fact f
    where f.client_id = ${clientId} and f.removed_at is null
    order by f.field, f.recorded_at desc, f.id desc`.execute(db)
  const mayWrite = mayCall(dossierContract.record.access, actor.role)
  return {
    clientId,
    facts: rows
      .filter(({ value, field }) => value !== null && factFields.includes(field))
      .sort((a, b) => factFields.indexOf(a.field) - factFields.indexOf(b.field)),
    required,
    ...judgeDossier(required, new Set(known)),
    isGated: isNew && isGateOn,
    firstContact,
    mayEdit: mayWrite && mayEditRecordOf(actor, ownerId),
    mayWaive: mayWrite && waives(actor.role, hasGradeA) !== null,
  }
}

/** What one fact of a company said, the newest first. */
export async function listFactHistory(
  db: Db,
  actor: Actor,
  clientId: string,
  field: FactField,
): Promise<{ rows: Fact[] }> {
  await see(db, actor, clientId)
  const { rows } = await sql<Fact>`
    select ${factColumns} from client_fact f
    where f.client_id = ${clientId} and f.field = ${field} and f.removed_at is null
    order by f.recorded_at desc, f.id desc limit 100`.execute(db)
  return { rows }
}
