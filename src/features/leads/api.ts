import { lockEditable } from '#features/clients/public.ts'
import { lockOwnDeal } from '#features/funnel/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { leadsContract as contract } from './contract.ts'
import { checkAnswer } from './domain/check-answer.ts'
import { showLeadReport } from './lead-report.ts'
import { showLoad, showToday } from './queue-report.ts'
import { loadRules, regrade } from './regrade.ts'
import { showLead } from './reports.ts'
import { loadSettings, saveSettings } from './settings.ts'
import * as store from './store.ts'

/** Leads: what was answered, the grade that follows, and the queue in which one works. */
export function leadsApi({ db, runUnit, now }: Services): Handled[] {
  const refusePassed = async (day: string): Promise<void> => {
    const { timeZone } = await loadWorkspace(db)
    if (day < dayOf(now(), timeZone)) throw new Refusal('dayPassed', { value: day })
  }
  return [
    handle(contract.get, ({ actor, params }) => showLead(db, actor, params.id, now())),
    handle(contract.today, ({ actor, query }) => showToday(db, actor, query.owner, now())),
    handle(contract.report, ({ actor, query }) => showLeadReport(db, actor, query, now())),
    handle(contract.load, ({ actor }) => showLoad(db, actor, now())),

    handle(contract.answer, async ({ actor, params, body: { seenId, ...sent } }) => {
      const unitId = await runUnit(actor, async (unit) => {
        const deal = await lockOwnDeal(unit.trx, actor, params.id)
        const rules = await loadRules(unit.trx, now())
        const fault = checkAnswer(sent, rules.today)
        if (fault) throw new Refusal(fault, { value: sent.neededBy ?? sent.value })
        const latest = (await store.loadAnswers(unit.trx, deal.id))[sent.question]
        if (seenId !== undefined && (latest?.id ?? null) !== seenId)
          throw new Refusal('conflict', { current: await showLead(unit.trx, actor, deal.id, now()) })
        const after: store.StoredAnswer = {
          id: newId(),
          dealId: deal.id,
          question: sent.question,
          value: sent.value,
          neededBy: sent.neededBy ?? null,
          evidence: sent.evidence ?? null,
          source: sent.source,
          authorId: actor.userId,
          answeredAt: now().toISOString(),
          removedAt: null,
        }
        await store.insertAnswer(unit.trx, after)
        const { ownerId } = deal
        await unit.record({ action: 'lead.answered', entity: 'leadAnswer', id: after.id, after, ownerId })
        await regrade(unit, deal, 'answer', rules)
        return unit.id
      })
      return { ...(await showLead(db, actor, params.id, now())), unitId }
    }),

    handle(contract.startPlay, async ({ actor, params, body }) => {
      await refusePassed(body.validUntil)
      await runUnit(actor, async (unit) => {
        const { id: dealId, ownerId } = await lockOwnDeal(unit.trx, actor, params.id)
        const after = await store.insertPlay(unit.trx, {
          ...body,
          id: newId(),
          dealId,
          outcome: null,
          authorId: actor.userId,
          startedAt: now().toISOString(),
          removedAt: null,
        })
        const { id, rev } = after
        await unit.record({ action: 'play.started', entity: 'play', id, after, rev, ownerId })
      })
      return showLead(db, actor, params.id, now())
    }),

    handle(contract.endPlay, async ({ actor, params, body: { rev, outcome } }) => {
      const dealId = await runUnit(actor, async (unit) => {
        const before = await store.lockPlay(unit.trx, params.id)
        const { ownerId } = await lockOwnDeal(unit.trx, actor, before.dealId)
        if (before.removedAt !== null) throw new Refusal('notFound', { entity: 'play' })
        if (before.rev !== rev) throw new Refusal('conflict', { current: before })
        const after = await store.updatePlay(unit.trx, before.id, { outcome })
        const { id } = after
        await unit.record({
          action: 'play.ended',
          entity: 'play',
          id,
          before,
          after,
          rev: after.rev,
          ownerId,
        })
        return before.dealId
      })
      return showLead(db, actor, dealId, now())
    }),

    handle(contract.snooze, async ({ actor, body: { dealId, clientId, until, reason } }) => {
      if ((dealId === undefined) === (clientId === undefined)) throw new Refusal('oneOfTwo')
      await refusePassed(until)
      return runUnit(actor, async (unit) => {
        const { ownerId } = dealId
          ? await lockOwnDeal(unit.trx, actor, dealId)
          : await lockEditable(unit.trx, actor, clientId ?? '')
        const after: store.StoredSnooze = {
          id: newId(),
          dealId: dealId ?? null,
          clientId: clientId ?? null,
          until,
          reason,
          authorId: actor.userId,
          at: now().toISOString(),
          removedAt: null,
        }
        await store.insertSnooze(unit.trx, after)
        await unit.record({ action: 'queue.snoozed', entity: 'snooze', id: after.id, after, ownerId })
        return { unitId: unit.id }
      })
    }),

    handle(contract.getSettings, () => loadSettings(db)),
    handle(contract.saveSettings, ({ actor, body }) => {
      if (body.workFrom >= body.workTo) throw new Refusal('hoursDisordered')
      return runUnit(actor, async (unit) => {
        const before = await loadSettings(unit.trx)
        const after = await saveSettings(unit.trx, body)
        const { rev } = after
        await unit.record({ action: 'lead.settingsChanged', entity: 'leads', id: null, before, after, rev })
        await unit.addJob('leads.settings', {}, { key: 'leads.settings' })
        return after
      })
    }),
  ]
}
