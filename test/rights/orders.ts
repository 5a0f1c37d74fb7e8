import type { ordersContract } from '#features/orders/contract.ts'
import type { segmentsContract } from '#features/segments/contract.ts'
import { turnover } from './clients.ts'
import type { ProbesOf } from './probe.ts'

export const ordersProbes = {
  list: {
    about: 'lists',
    who: 'everybody',
    shows: (record) => record.orderNumber,
    totals: (answer, sight) => ({
      got: [answer.count, answer.turnoverMinor, answer.returnsMinor],
      want: [sight.orders.length, sight.orders.reduce((sum, it) => sum + it.amountMinor, 0), 0],
    }),
  },
  exportFile: { about: 'lists', who: 'everybody', shows: (record) => record.orderNumber },
  exportLines: { about: 'lists', who: 'everybody', shows: (record) => record.orderNumber },
  get: { about: 'reads', who: 'everybody', call: ({ orderId: id }) => ({ params: { id } }) },
  create: {
    about: 'writes',
    who: 'writers',
    call: ({ clientId }) => ({ body: { clientId, orderedAt: '2025-10-21T10:00:00Z', amountMinor: 0 } }),
  },
  setStatus: {
    about: 'writes',
    who: 'writers',
    call: async ({ orderId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('sales_order', id), status: 'paid' },
    }),
  },
  months: { about: 'reads', who: 'everybody', call: ({ clientId: id }) => ({ params: { id } }) },
  find: {
    about: 'lists',
    who: 'everybody',
    call: ({ held }) => ({ query: { number: held[0]?.orderNumber ?? '', source: 'hand' } }),
    shows: () => null,
  },
  // Each item answers for itself.
  batch: { about: 'elsewhere', who: 'writers', test: 'src/features/orders/batch.test.ts' },
} satisfies ProbesOf<typeof ordersContract>

const rules = {
  windowMonths: 12,
  asOf: null,
  measure: 'turnover' as const,
  shareA: 0.8,
  shareB: 0.95,
  oftenPerYear: 12,
  sometimesPerYear: 4,
  lateRatio: 1.5,
  riskRatio: 2,
  lapsedRatio: 3,
  lapsedMonths: 12,
}
const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, it) => sum + it, 0)

export const segmentsProbes = {
  matrix: {
    about: 'lists',
    who: 'everybody',
    shows: () => null,
    totals: (answer, sight) => ({
      got: [
        answer.totalMinor,
        answer.clients + answer.unclassed.clients,
        answer.cells.reduce((sum, cell) => sum + cell.measureMinor, 0),
        answer.unassigned === null,
      ],
      want: [
        turnover(sight),
        sight.clients.filter((it) => !it.isArchived).length,
        turnover(sight),
        !sight.seesAll,
      ],
    }),
  },
  curve: {
    about: 'lists',
    who: 'everybody',
    shows: () => null,
    totals: (answer, sight) => ({
      got: sumOf(answer.classes),
      want: sight.clients.filter((it) => !it.isArchived).length,
    }),
  },
  rfm: {
    about: 'lists',
    who: 'everybody',
    shows: () => null,
    totals: (answer, sight) => ({
      got: answer.grid.reduce((sum, cell) => sum + cell.moneyMinor, 0),
      want: turnover(sight),
    }),
  },
  rfmClients: {
    about: 'lists',
    who: 'everybody',
    shows: (record) => record.name,
    totals: (answer, sight) => ({
      got: answer.rows.reduce((sum, row) => sum + row.moneyMinor, 0),
      want: turnover(sight),
    }),
  },
  snapshots: { about: 'role', who: 'everybody' },
  moves: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { from: '2025-10-01', to: '2026-06-12' } }),
    // Between the first order and now some came into a class; the money of those in sight is told and no other.
    shows: () => null,
    totals: (answer) => ({
      got: [answer.gainedMinor, answer.lostMinor],
      want: [answer.up, answer.down].map((rows) => rows.reduce((sum, row) => sum + row.differenceMinor, 0)),
    }),
  },
  late: {
    about: 'lists',
    who: 'everybody',
    shows: (record) => record.name,
    totals: (answer) => ({
      got: [answer.count, answer.atStakeMinor],
      want: [answer.rows.length, answer.rows.reduce((sum, row) => sum + (row.atStakeMinor ?? 0), 0)],
    }),
  },
  explain: { about: 'reads', who: 'everybody', call: ({ clientId: id }) => ({ params: { id } }) },
  getSettings: { about: 'role', who: 'everybody' },
  previewSettings: {
    about: 'lists',
    who: 'deciders',
    call: () => ({ body: rules }),
    shows: () => null,
    totals: (answer, sight) => ({
      got: [sumOf(answer.before), sumOf(answer.after), answer.borderAMinor === null],
      want: [sight.clients.length, sight.clients.length, !sight.seesAll],
    }),
  },
  saveSettings: {
    about: 'role',
    who: 'deciders',
    call: () => ({ body: { ...rules, rev: -1 } }),
    answers: [409],
  },
  savePlay: {
    about: 'role',
    who: 'deciders',
    call: () => ({ body: { valueClass: 'A', frequencyClass: 'often', text: 'Звонить', rev: -1 } }),
    answers: [409],
  },
} satisfies ProbesOf<typeof segmentsContract>
