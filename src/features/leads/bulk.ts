import { sql } from 'kysely'
import { lockDeal } from '#features/funnel/public.ts'
import { newId } from '#kernel/id.ts'
import type { Unit } from '#server/unit.ts'
import { loadRules, regrade } from './regrade.ts'

/** What was answered elsewhere, or before there was Gorn. */
export type ToldAnswer = {
  dealId: string
  question: 'need' | 'money' | 'timing'
  value: string
  neededBy: string | null
  evidence: string | null
  source: 'client' | 'document' | 'guess'
  answeredAt: string
}

/** Writes many answers within the unit, and works out the grades that follow from them. */
export async function insertAnswers(unit: Unit, answers: readonly ToldAnswer[], now: Date): Promise<void> {
  const rows = answers.map((it) => ({ ...it, id: newId() }))
  await sql`
    insert into lead_answer (id, deal_id, question, value, needed_by, evidence, source, author_id, answered_at)
    select r.id, r."dealId", r.question, r.value, r."neededBy", r.evidence, r.source, d.owner_id, r."answeredAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "dealId" uuid, question text, value text,
      "neededBy" date, evidence text, source text, "answeredAt" timestamptz)
    join deal d on d.id = r."dealId"`.execute(unit.trx)
  const rules = await loadRules(unit.trx, now)
  for (const id of new Set(rows.map(({ dealId }) => dealId)))
    await regrade(unit, await lockDeal(unit.trx, id), 'answer', rules)
}
