import { lockEditable } from '#features/clients/public.ts'
import { lockCurrentDeal, lockOwnDeal, moveDeal, showDeal } from '#features/funnel/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { leadsContract as contract } from './contract.ts'
import { listLeadFigure } from './figure-report.ts'
import { showLeadReport } from './lead-report.ts'
import { listNurtured } from './nurture-report.ts'
import { showLoad, showToday } from './queue-report.ts'
import { loadRules, regrade } from './regrade.ts'
import { showLead } from './reports.ts'
import { loadSettings, saveSettings } from './settings.ts'
import * as store from './store.ts'
import * as turns from './turns.ts'
import { writeAnswer } from './write-answer.ts'

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
    handle(contract.reportDeals, ({ actor, query }) => listLeadFigure(db, actor, query, now())),
    handle(contract.nurture, ({ actor, query }) => listNurtured(db, actor, query, now())),
    handle(contract.load, ({ actor }) => showLoad(db, actor, now())),

    handle(contract.answer, async ({ actor, params, body: { seenId, ...sent } }) => {
      const unitId = await runUnit(actor, async (unit) => {
        const deal = await lockOwnDeal(unit.trx, actor, params.id)
        const rules = await loadRules(unit.trx, now())
        const latest = (await store.loadAnswers(unit.trx, deal.id))[sent.question]
        if (seenId !== undefined && (latest?.id ?? null) !== seenId)
          throw new Refusal('conflict', { current: await showLead(unit.trx, actor, deal.id, now()) })
        await writeAnswer(unit, deal, sent, rules)
        await regrade(unit, deal, 'answer', rules)
        return unit.id
      })
      return { ...(await showLead(db, actor, params.id, now())), unitId }
    }),

    handle(contract.answeredMove, async ({ actor, params: { id }, body: { rev, answers, ...move } }) => {
      await runUnit(actor, async (unit) => {
        const deal = await lockCurrentDeal(unit, id, rev)
        const rules = await loadRules(unit.trx, now())
        for (const sent of answers) await writeAnswer(unit, deal, sent, rules)
        // What it has become decides whether it may be waved through.
        await regrade(unit, deal, 'answer', rules)
        await moveDeal(unit, deal, move, now().toISOString())
      })
      return showDeal(db, actor, id)
    }),

    handle(contract.setTurn, async ({ actor, params: { id }, body: { waitsOn, note = null } }) => {
      const unitId = await runUnit(actor, async (unit) => {
        const { closedAt, ownerId } = await lockOwnDeal(unit.trx, actor, id)
        if (closedAt !== null) throw new Refusal('dealOver')
        const after: turns.StoredTurn = {
          id: newId(),
          dealId: id,
          at: now().toISOString(),
          waitsOn,
          note,
          authorId: actor.userId,
          removedAt: null,
        }
        await turns.insertTurn(unit.trx, after)
        await unit.record({ action: 'lead.turned', entity: 'dealTurn', id: after.id, after, ownerId })
        return unit.id
      })
      return { ...(await showLead(db, actor, id, now())), unitId }
    }),

    handle(contract.setRecheck, async ({ actor, params: { id }, body: { on, seenOn } }) => {
      await refusePassed(on)
      const unitId = await runUnit(actor, async (unit) => {
        const { ownerId } = await lockOwnDeal(unit.trx, actor, id)
        const grade = await store.findGrade(unit.trx, id)
        if (grade?.grade !== 'C') throw new Refusal('notC')
        if (seenOn !== undefined && grade.recheckOn !== seenOn)
          throw new Refusal('conflict', { current: await showLead(unit.trx, actor, id, now()) })
        await store.setRecheck(unit, { id, ownerId }, grade.recheckOn, on)
        return unit.id
      })
      return { ...(await showLead(db, actor, id, now())), unitId }
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
