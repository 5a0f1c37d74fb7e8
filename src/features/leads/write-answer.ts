import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Unit } from '#server/unit.ts'
import { checkAnswer } from './domain/check-answer.ts'
import type { Rules } from './regrade.ts'
import { insertAnswer, type StoredAnswer } from './store.ts'

type Sent = Pick<StoredAnswer, 'question' | 'value' | 'source'> & {
  neededBy?: string | null | undefined
  evidence?: string | null | undefined
}

/** Writes one answer down within the unit; the grade that follows is worked out after the last of them. */
export async function writeAnswer(
  unit: Unit,
  deal: { id: string; ownerId: string | null },
  sent: Sent,
  rules: Rules,
): Promise<void> {
  const fault = checkAnswer(sent, rules.today)
  if (fault) throw new Refusal(fault, { value: sent.neededBy ?? sent.value })
  const after: StoredAnswer = {
    id: newId(),
    dealId: deal.id,
    question: sent.question,
    value: sent.value,
    neededBy: sent.neededBy ?? null,
    evidence: sent.evidence ?? null,
    source: sent.source,
    authorId: unit.actor.userId,
    answeredAt: rules.now.toISOString(),
    removedAt: null,
  }
  await insertAnswer(unit.trx, after)
  const { ownerId } = deal
  await unit.record({ action: 'lead.answered', entity: 'leadAnswer', id: after.id, after, ownerId })
}
