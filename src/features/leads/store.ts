import { sql } from 'kysely'
import type { LeadGrade } from '#kernel/lead-grade.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import type { AskedQuestion } from './contract.ts'
import type { AnswerSource } from './domain/grade.ts'
import { latestAnswers } from './domain/latest-answers.ts'
import type { PlayKind } from './domain/plays.ts'

/** One answer as the table and the history keep it. */
export type StoredAnswer = {
  id: string
  dealId: string
  question: AskedQuestion
  value: 'yes' | 'no' | 'unknown' | 'urgent' | 'notUrgent'
  neededBy: string | null
  evidence: string | null
  source: AnswerSource
  authorId: string | null
  answeredAt: string
  removedAt: string | null
}

/** The grade as it is kept, with what turns it by itself. */
export type StoredGrade = {
  grade: LeadGrade | null
  rule: string
  since: string
  urgentOn: string | null
  answeredOn: string
  /** of a C: when it is looked at again */
  recheckOn: string | null
}

const instant = (column: string) => sql`to_json(${sql.ref(column)}) #>> '{}' as ${sql.ref(column)}`
const answerColumns = sql`
  id, deal_id, question, value, needed_by, evidence, source, author_id, ${instant('answered_at')}, ${instant('removed_at')}`

/** The answers that hold, by question: each the latest that was not taken back. */
export async function loadAnswers(
  trx: Trx,
  dealId: string,
): Promise<Partial<Record<AskedQuestion, StoredAnswer>>> {
  const found = await sql<StoredAnswer>`
    select ${answerColumns} from lead_answer where deal_id = ${dealId} and removed_at is null`.execute(trx)
  return latestAnswers(found.rows)
}

export async function insertAnswer(trx: Trx, answer: StoredAnswer): Promise<void> {
  await trx.insertInto('leadAnswer').values(answer).execute()
}

export async function findAnswer(trx: Trx, id: string): Promise<StoredAnswer | null> {
  const found = await sql<StoredAnswer>`
    select ${answerColumns} from lead_answer where id = ${id} for update`.execute(trx)
  return found.rows[0] ?? null
}

/** Takes an answer back, or brings it back. */
export async function setAnswerRemoved(trx: Trx, id: string, removedAt: string | null): Promise<void> {
  await trx.updateTable('leadAnswer').set({ removedAt }).where('id', '=', id).execute()
}

export async function findGrade(trx: Trx, dealId: string): Promise<StoredGrade | null> {
  const found = await sql<StoredGrade>`
    select grade, rule, ${instant('since')}, urgent_on, answered_on, recheck_on
    from lead_grade where deal_id = ${dealId}`.execute(trx)
  return found.rows[0] ?? null
}

export async function writeGrade(trx: Trx, dealId: string, grade: StoredGrade): Promise<void> {
  await trx
    .insertInto('leadGrade')
    .values({ dealId, ...grade })
    .onConflict((it) => it.column('dealId').doUpdateSet(grade))
    .execute()
}

/** Sets the day on which a C is looked at again, or takes it away, within the unit; the grade itself stays. */
export async function setRecheck(
  unit: Unit,
  deal: { id: string; ownerId: string | null },
  before: string | null,
  after: string | null,
): Promise<void> {
  await unit.trx.updateTable('leadGrade').set({ recheckOn: after }).where('dealId', '=', deal.id).execute()
  await unit.record({
    action: 'lead.recheckSet',
    entity: 'deal',
    id: deal.id,
    before: { recheckOn: before },
    after: { recheckOn: after },
    ownerId: deal.ownerId,
  })
}

export async function removeGrade(trx: Trx, dealId: string): Promise<void> {
  await trx.deleteFrom('leadGrade').where('dealId', '=', dealId).execute()
}

export type GradeEvent = {
  id: string
  dealId: string
  at: string
  fromGrade: LeadGrade | null
  toGrade: LeadGrade | null
  rule: string
  cause: 'answer' | 'day' | 'settings'
  actorId: string | null
}
export async function insertGradeEvent(trx: Trx, event: GradeEvent): Promise<void> {
  await trx.insertInto('gradeEvent').values(event).execute()
}

/** Open deals whose grade a date decides: those whose day has come, or all of them when the settings changed. */
export async function listTurning(db: Db, by: string | null): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select g.deal_id as id from lead_grade g join deal d on d.id = g.deal_id
    where d.removed_at is null and d.closed_at is null and ${
      by === null
        ? sql`exists (select from lead_answer a where a.deal_id = g.deal_id and a.needed_by is not null)`
        : sql`g.urgent_on <= ${by}`
    }
    order by g.deal_id`.execute(db)
  return found.rows.map(({ id }) => id)
}

export type StoredPlay = {
  id: string
  dealId: string
  kind: PlayKind
  terms: string
  validUntil: string
  outcome: 'becameUrgent' | 'bought' | 'noReaction' | 'declined' | null
  authorId: string | null
  startedAt: string
  removedAt: string | null
  rev: number
}
const playColumns = sql`
  id, deal_id, kind, terms, valid_until, outcome, author_id, ${instant('started_at')}, ${instant('removed_at')}, rev`

export async function lockPlay(trx: Trx, id: string): Promise<StoredPlay> {
  const found = await sql<StoredPlay>`
    select ${playColumns} from urgency_play where id = ${id} for update`.execute(trx)
  const play = found.rows[0]
  if (!play) throw new Refusal('notFound', { entity: 'play' })
  return play
}

export async function insertPlay(trx: Trx, play: Omit<StoredPlay, 'rev'>): Promise<StoredPlay> {
  await trx.insertInto('urgencyPlay').values(play).execute()
  return lockPlay(trx, play.id)
}

export async function updatePlay(
  trx: Trx,
  id: string,
  fields: { outcome?: StoredPlay['outcome']; removedAt?: string | null },
): Promise<StoredPlay> {
  await trx
    .updateTable('urgencyPlay')
    .set({ ...fields, rev: sql<number>`nextval('rev_seq')` })
    .where('id', '=', id)
    .execute()
  return lockPlay(trx, id)
}

export type StoredSnooze = {
  id: string
  dealId: string | null
  clientId: string | null
  until: string
  reason: string
  authorId: string | null
  at: string
  removedAt: string | null
}
export async function insertSnooze(trx: Trx, snooze: StoredSnooze): Promise<void> {
  await trx.insertInto('queueSnooze').values(snooze).execute()
}
export async function setSnoozeRemoved(trx: Trx, id: string, removedAt: string | null): Promise<void> {
  await trx.updateTable('queueSnooze').set({ removedAt }).where('id', '=', id).execute()
}
