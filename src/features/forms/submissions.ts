import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import type { Database, Db, Trx } from '#server/database/connect.ts'
import type { FormField } from './domain/form-words.ts'
import type { JunkReason } from './domain/judge-submission.ts'

export type Said = Partial<Record<FormField, string>>
export type Submission = {
  formId: string
  said: Said
  page: string | null
  address: string | null
  consentVersion: number | null
}
export type CountKind = 'lead' | 'repeat' | 'quarantined' | 'refused'

/** The same from one person within so long is one. */
const REPEAT_MINUTES = 10
/** More junk is not kept within an hour; it is counted. */
export const MOST_KEPT = 1000

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
const fold = (text: string | undefined): string =>
  (text ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
const SHORTEST = 20

/** Who said what on which form, and what was said alone where it is long enough to be told apart. */
export function digestsOf({ formId, said }: Submission): { digest: Buffer; textDigest: Buffer | null } {
  const who = `${said.phone?.replace(/\D/g, '').slice(-10) ?? ''}|${fold(said.email)}`
  const what = fold(said.want)
  return {
    digest: hash(`${formId}|${who}|${what}`),
    textDigest: what.length < SHORTEST ? null : hash(what),
  }
}

/** One more of a kind in the hour that runs; answers how many there are. */
export async function countOne(
  db: Database | Trx,
  formId: string,
  kind: CountKind,
  now: Date,
): Promise<number> {
  const found = await sql<{ count: number }>`
    insert into form_count as c (form_id, hour, kind, count) values (${formId}, date_trunc('hour', ${now}::timestamptz), ${kind}, 1)
    on conflict (form_id, hour, kind) do update set count = c.count + 1 returning count`.execute(db)
  return found.rows[0]?.count ?? 1
}

/** What a form heard of late that matters for what comes now: one query. */
export async function readRecent(
  db: Db,
  formId: string,
  { digest, textDigest }: ReturnType<typeof digestsOf>,
  now: Date,
): Promise<{ sameText: number; inMinute: number }> {
  const found = await sql<{ sameText: number; inMinute: number }>`
    select (
      select count(distinct s.digest) from (
        select x.digest from form_submission x where x.text_digest = ${textDigest} and x.digest <> ${digest}
          and x.at > ${now}::timestamptz - interval '1 day' limit 100) s) as same_text, (
      select count(*) from (
        select from form_submission x where x.form_id = ${formId} and x.state = 'lead'
          and x.at > ${now}::timestamptz - interval '1 minute' limit 100) m) as in_minute`.execute(db)
  return found.rows[0] ?? { sameText: 0, inMinute: 0 }
}

/** Whether the same was said a moment ago; whoever asks at once is told in turn. */
export async function isRepeat(trx: Trx, digest: Buffer, now: Date): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`form:${digest.toString('hex')}`}, 0))`.execute(
    trx,
  )
  const found = await sql`
    select from form_submission where digest = ${digest}
      and at > ${now}::timestamptz - make_interval(mins => ${REPEAT_MINUTES}) limit 1`.execute(trx)
  return found.rows.length > 0
}

/** Writes down what was sent. */
export async function insertSubmission(
  trx: Trx,
  submission: Submission,
  outcome: { state: 'lead' | 'quarantined'; reasons: readonly JunkReason[]; dealId: string | null },
  now: Date,
): Promise<void> {
  const { said, ...rest } = submission
  await trx
    .insertInto('formSubmission')
    .values({
      ...rest,
      ...outcome,
      ...digestsOf(submission),
      reasons: [...outcome.reasons],
      said: JSON.stringify(said),
      id: newId(),
      at: now,
    })
    .execute()
}

/** Forgets junk that nobody looked at for so long, and counts of days gone by; in pieces that hold nobody up. */
export async function forget(db: Db, before: Date): Promise<void> {
  for (;;) {
    const done = await sql`
      delete from form_submission where id in (
        select id from form_submission where state <> 'lead' and at < ${before} order by at limit 2000)`.execute(
      db,
    )
    if (!done.numAffectedRows) break
  }
  await sql`delete from form_count where hour < ${before}`.execute(db)
}
