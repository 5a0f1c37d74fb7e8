import type { contract } from '#contract.ts'
import type { ProbesOf } from './probe.ts'

const settings = {
  urgencyHorizonDays: 14,
  staleAfterDays: 90,
  responseMinutes: 15,
  recheckDays: 60,
  workFrom: '09:00',
  workTo: '18:00',
}

export const leadsProbes = {
  get: { about: 'reads', who: 'confidants', call: ({ dealId: id }) => ({ params: { id } }) },
  answer: {
    about: 'writes',
    who: 'writers',
    call: ({ dealId: id }) => ({
      params: { id },
      body: { question: 'money', value: 'yes', source: 'guess' },
    }),
  },
  answeredMove: {
    about: 'writes',
    who: 'writers',
    call: async ({ dealId: id }, world) => ({
      params: { id },
      body: {
        rev: await world.revOf('deal', id),
        stageId: await world.stageId('toldNeed'),
        answers: [{ question: 'decisionMaker', value: 'unknown', source: 'guess' }],
      },
    }),
  },
  setTurn: {
    about: 'writes',
    who: 'writers',
    call: ({ dealId: id }) => ({ params: { id }, body: { waitsOn: 'client', note: 'Думают' } }),
  },
  setRecheck: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => {
      const { dealId: id } = await world.fresh(record)
      await world.app.db
        .insertInto('leadGrade')
        .values({ dealId: id, grade: 'C', rule: 'needNo', since: new Date(), answeredOn: '2026-06-12' })
        .execute()
      return { params: { id }, body: { on: '2126-06-12' } }
    },
  },
  startPlay: {
    about: 'writes',
    who: 'writers',
    call: ({ dealId: id }) => ({
      params: { id },
      body: { kind: 'specialTerms', terms: 'Отсрочка', validUntil: '2126-06-12' },
    }),
  },
  endPlay: {
    about: 'writes',
    who: 'writers',
    call: async ({ playId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('urgency_play', id), outcome: 'noReaction' },
    }),
  },
  // One's own queue; whose queue one may open: src/features/leads/today.test.ts.
  today: { about: 'lists', who: 'confidants', shows: () => null },
  load: {
    about: 'lists',
    who: 'deciders',
    shows: () => null,
    totals: (answer, sight) => ({
      got: answer.rows.reduce((sum, it) => sum + it.openDeals, 0),
      want: sight.deals.filter((it) => it.isOpen && it.isOwned).length,
    }),
  },
  snooze: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({
      body: { dealId: (await world.fresh(record)).dealId, until: '2126-06-12', reason: 'В отпуске' },
    }),
  },
  report: {
    about: 'lists',
    who: 'confidants',
    call: () => ({ query: { from: '2026-06-01', to: '2026-06-30' } }),
    // The world's deals have a play each; what other probes start is of another kind.
    shows: () => null,
    totals: (answer, sight) => ({
      got: answer.plays.find((it) => it.kind === 'promotion')?.of,
      want: sight.deals.filter((it) => it.title.includes('Сделка')).length,
    }),
  },
  // The fresh client of a record has no phone; the held one's is asked for.
  known: {
    about: 'lists',
    who: 'confidants',
    call: () => ({ query: { phone: '+7 495 100-00-10' } }),
    shows: (record) => (record.phone === '+74951000010' ? record.name : null),
  },
  quickAdd: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({
      body: { line: 'хочет 200 кружек', clientId: (await world.fresh(record)).clientId },
    }),
  },
  reportDeals: {
    about: 'lists',
    who: 'confidants',
    call: () => ({
      query: { from: '2026-06-01', to: '2026-06-30', figure: 'played', kind: 'promotion' },
    }),
    shows: (record) => record.dealTitle,
    totals: (answer, sight) => ({
      got: answer.count,
      want: sight.deals.filter((it) => it.title.includes('Сделка')).length,
    }),
  },
  // The world has no C: who sees which is in src/features/leads/report.test.ts.
  nurture: { about: 'lists', who: 'confidants', shows: () => null },
  getSettings: { about: 'role', who: 'everybody' },
  saveSettings: {
    about: 'role',
    who: 'deciders',
    call: () => ({ body: { ...settings, rev: -1 } }),
    answers: [409],
  },
} satisfies ProbesOf<typeof contract.leads>
