import { loadWorkspace } from '#features/team/public.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Unit } from '#server/unit.ts'
import { checkValue } from './domain/check-value.ts'
import type { FactField, FactMethod } from './domain/fields.ts'
import * as store from './store.ts'

/** A fact as it is sent. */
export type SentFact = {
  field: FactField
  value: string | null
  source?: string | null | undefined
  checkedOn?: string | undefined
  method?: FactMethod | undefined
  seenId?: string | null | undefined
}

const isSame = (before: store.StoredFact, after: store.StoredFact): boolean =>
  (['value', 'source', 'checkedOn', 'method'] as const).every((name) => before[name] === after[name])

/**
 * Writes facts of a client down within a unit that holds the client; a newer fact than the one seen is refused with it. What
 * says the same once more is not written.
 */
export async function recordFacts(
  unit: Unit,
  { id: clientId, ownerId }: { id: string; ownerId: string | null },
  facts: readonly SentFact[],
  now: Date,
): Promise<void> {
  if (facts.length === 0) return
  const today = dayOf(now, (await loadWorkspace(unit.trx)).timeZone)
  for (const { field, seenId, ...sent } of facts) {
    const [before] = await store.listHolding(unit.trx, clientId, field)
    if (seenId !== undefined && seenId !== (before?.id ?? null))
      throw new Refusal('conflict', { current: before ?? null })
    const checkedOn = sent.checkedOn ?? today
    if (checkedOn > today) throw new Refusal('dayAhead', { field, day: checkedOn })
    const after: store.StoredFact = {
      id: newId(),
      clientId,
      field,
      value: sent.value === null ? null : checkValue(field, sent.value),
      source: sent.source ?? null,
      checkedOn,
      method: sent.method ?? 'byHand',
      authorId: unit.actor.userId,
      recordedAt: now.toISOString(),
      removedAt: null,
    }
    if (before ? isSame(before, after) : after.value === null) continue
    await store.insertFact(unit.trx, after)
    await unit.record({
      action: 'fact.recorded',
      entity: 'fact',
      id: after.id,
      ...(before && { before }),
      after,
      ownerId,
    })
  }
}
