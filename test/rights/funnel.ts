import type { funnelContract } from '#features/funnel/contract.ts'
import { newId } from '#kernel/id.ts'
import type { ProbesOf, Sight } from './probe.ts'

const sumOf = (rows: readonly { amountMinor: number | null }[]): number =>
  rows.reduce((sum, it) => sum + (it.amountMinor ?? 0), 0)
// Those of the world: what other probes add would fill more than a page.
const text = 'Сделка'
const ofWorld = ({ deals }: Sight) => deals.filter((it) => it.title.includes(text))
const open = (sight: Sight) => ofWorld(sight).filter((it) => it.isOpen)

export const funnelProbes = {
  pipelines: { about: 'role', who: 'everybody' },
  addPipeline: {
    about: 'role',
    who: 'deciders',
    call: () => ({
      body: { name: 'Опт', stages: [{ kind: 'open', name: 'Начал', normDays: null, requires: [] }] },
    }),
    answers: [422],
  },
  savePipeline: {
    about: 'role',
    who: 'deciders',
    call: () => ({
      params: { id: newId() },
      body: { name: 'Опт', rev: 0, stages: [{ kind: 'open', name: 'Начал', normDays: null, requires: [] }] },
    }),
    answers: [404],
  },
  saveLostReasons: {
    about: 'role',
    who: 'deciders',
    call: () => ({ body: { rev: 0, groups: [{ name: 'Сроки', needsNote: false, reasons: [] }] } }),
    answers: [409],
  },
  board: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { text } }),
    shows: (record) => record.dealTitle,
    totals: (answer, sight) => ({
      got: [
        answer.columns.reduce((sum, it) => sum + it.count, 0),
        answer.columns.reduce((sum, it) => sum + it.sumMinor, 0),
      ],
      want: [ofWorld(sight).length, sumOf(ofWorld(sight))],
    }),
  },
  // Which stage it is does not matter here: one that is not there has no cards.
  column: { about: 'lists', who: 'everybody', call: () => ({ params: { id: newId() } }), shows: () => null },
  list: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { state: 'open', text } }),
    shows: (record) => record.dealTitle,
    totals: (answer, sight) => ({
      got: [answer.count, answer.sumMinor],
      want: [open(sight).length, sumOf(open(sight))],
    }),
  },
  exportFile: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { text } }),
    shows: (record) => record.dealTitle,
  },
  get: { about: 'reads', who: 'everybody', call: ({ dealId: id }) => ({ params: { id } }) },
  create: {
    about: 'writes',
    who: 'writers',
    call: ({ clientId }) => ({ body: { clientId, title: 'Ещё одна', amountMinor: 0 } }),
  },
  update: {
    about: 'writes',
    who: 'writers',
    call: async ({ dealId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('deal', id), source: 'Выставка' },
    }),
  },
  move: {
    about: 'writes',
    who: 'writers',
    call: async ({ dealId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('deal', id), stageId: await world.stageId('toldNeed') },
    }),
  },
  completeStep: {
    about: 'writes',
    who: 'writers',
    call: async ({ dealId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('deal', id), kind: 'call', text: 'Созвонились', step: null },
    }),
  },
  changeMany: {
    about: 'role',
    who: 'writers',
    call: () => ({ body: { deals: [{ id: newId(), rev: 1 }], change: { kind: 'remove' } } }),
  },
  remove: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({ params: { id: (await world.fresh(record)).dealId } }),
  },
} satisfies ProbesOf<typeof funnelContract>
