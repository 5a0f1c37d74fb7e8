import { sql } from 'kysely'
import { generateNKeysBetween } from 'fractional-indexing'
import type { Actor } from '#kernel/actor.ts'
import type { Day } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { Temporal } from '#kernel/temporal.ts'
import type { Services } from '#server/services.ts'
import { insertDeals, loadPresets, type ToldDeal, type ToldMove } from '../features/funnel/public.ts'
import { insertTouches } from '../features/contacts/public.ts'
import { insertAnswers, insertStory } from '../features/leads/public.ts'
import type { DemoDeal } from './deals.ts'

type Place = { timeZone: string; minorPerUnit: number }

/** Brings deals with the moves they made in half a year, and what was answered on the way. */
export async function installDeals(
  services: Services,
  actor: Actor,
  deals: readonly DemoDeal[],
  { timeZone, minorPerUnit }: Place,
): Promise<void> {
  const instant = (on: Day, hour: number, minute = 0): string =>
    Temporal.PlainDate.from(on)
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour, minute }) })
      .toInstant()
      .toString()
  await services.runUnit(actor, async (unit) => {
    const { pipelineId, stages, lostReasons } = await loadPresets(unit.trx)
    const stageId = (preset: string): string => stages.get(preset) ?? ''
    const found = await sql<{ id: string; code: string; ownerId: string | null }>`
      select id, external_id as code, owner_id from client where external_id is not null`.execute(unit.trx)
    const clients = new Map(found.rows.map((row) => [row.code, row]))
    const ranks = generateNKeysBetween(null, null, deals.length)
    const moves: ToldMove[] = []
    const told = deals.flatMap((deal, index): ToldDeal[] => {
      const client = clients.get(deal.clientCode)
      const [first, last] = [deal.moves[0], deal.moves.at(-1)]
      if (!client || !first || !last) return []
      const id = newId()
      const lostReasonId = lostReasons.get(deal.lostReason ?? '') ?? null
      for (const [at, { stage, on, hour }] of deal.moves.entries())
        moves.push({
          id: newId(),
          dealId: id,
          at: instant(on, hour),
          fromStageId: at === 0 ? null : stageId(deal.moves[at - 1]?.stage ?? ''),
          toStageId: stageId(stage),
          actorId: client.ownerId,
          lostReasonId: stage === 'declined' ? lostReasonId : null,
          note: null,
          undoesId: null,
        })
      const isOver = last.stage === 'paid' || last.stage === 'declined'
      return [
        {
          id,
          clientId: client.id,
          title: deal.title,
          source: deal.source,
          // A few are the head's own, so that the first screen of whoever looks around is not empty.
          ownerId: index % 12 === 0 ? actor.userId : client.ownerId,
          amountMinor: deal.amount * minorPerUnit,
          pipelineId,
          stageId: stageId(last.stage),
          rank: ranks.at(-1 - index) ?? '',
          stageEnteredAt: instant(last.on, last.hour),
          closedAt: isOver ? instant(last.on, last.hour) : null,
          lostReasonId: last.stage === 'declined' ? lostReasonId : null,
          lostNote: null,
          stepKind: deal.step?.kind ?? null,
          stepText: deal.step?.text ?? null,
          stepOn: deal.step?.on ?? null,
          stepTime: null,
          removedAt: null,
          createdAt: instant(first.on, first.hour),
        },
      ]
    })
    await insertDeals(unit, told, moves)
    // A deal whose client is not there is not among those that were told.
    const stories = deals.flatMap(({ story }, index) => {
      const deal = told[index]
      return deal ? [{ ...story, deal }] : []
    })
    await insertTouches(
      unit,
      stories.flatMap(({ talks, deal: { id: dealId, clientId, ownerId } }) =>
        talks.map(({ on, hour, minute, ...it }) => ({
          ...it,
          dealId,
          clientId,
          authorId: ownerId,
          happenedAt: instant(on, hour, minute),
        })),
      ),
    )
    const answers = stories.flatMap(({ answers: given, deal }) =>
      given.map(({ on, hour, minute, ...it }) => ({
        ...it,
        dealId: deal.id,
        answeredAt: instant(on, hour, minute),
      })),
    )
    await insertAnswers(unit, answers, services.now())
    await insertStory(unit, {
      plays: stories.flatMap(({ plays, deal }) =>
        plays.map(({ on, hour, minute, ...it }) => ({
          ...it,
          dealId: deal.id,
          startedAt: instant(on, hour, minute),
        })),
      ),
      rechecks: stories.flatMap(({ recheckOn: on, deal }) => (on === null ? [] : [{ dealId: deal.id, on }])),
      turns: stories.flatMap(({ turns, deal }) =>
        turns.map(({ on, hour, minute, ...it }) => ({
          ...it,
          dealId: deal.id,
          at: instant(on, hour, minute),
        })),
      ),
    })
  })
}
