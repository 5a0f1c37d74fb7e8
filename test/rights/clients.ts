import type { clientsContract } from '#features/clients/contract.ts'
import type { viewsContract } from '#features/clients/views-contract.ts'
import type { contactsContract } from '#features/contacts/contract.ts'
import type { duplicatesContract } from '#features/duplicates/contract.ts'
import { newId } from '#kernel/id.ts'
import type { ProbesOf, Sight } from './probe.ts'
import { INN } from './world.ts'

const active = ({ clients }: Sight) => clients.filter((it) => !it.isArchived)
/** What the clients in sight turned over; probes make no orders in another state than these. */
export const turnover = ({ orders, clients }: Sight, isMine = (_id: string) => true): number => {
  const ids = new Set(clients.map((it) => it.id))
  return orders
    .filter(({ clientId }) => clientId !== null && ids.has(clientId) && isMine(clientId))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}

const nobodysBase = () => ({ params: { id: newId() }, body: { toIds: [] } })

export const clientsProbes = {
  // Whose base is whose to hand over: src/features/clients/hand-over.test.ts. Here, that of nobody.
  previewHandOver: { about: 'role', who: 'deciders', call: nobodysBase, answers: [404] },
  handOver: { about: 'role', who: 'deciders', call: nobodysBase, answers: [404] },
  deactivateOwner: {
    about: 'role',
    who: 'owners',
    call: () => ({ ...nobodysBase(), body: { rev: 0, toIds: [] } }),
    answers: [404],
  },
  list: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { limit: 200 } }),
    shows: (record) => record.name,
    totals: (answer, sight) => ({
      got: [
        answer.rows.length,
        answer.rows.reduce((sum, row) => sum + row.measureMinor, 0),
        answer.nextCursor,
      ],
      want: [
        Math.min(200, active(sight).length),
        turnover(sight),
        answer.rows.length < 200 ? null : answer.nextCursor,
      ],
    }),
  },
  count: {
    about: 'lists',
    who: 'everybody',
    shows: () => null,
    totals: (answer, sight) => ({
      got: [answer.count, answer.measureMinor],
      want: [active(sight).length, turnover(sight)],
    }),
  },
  views: {
    about: 'lists',
    who: 'everybody',
    shows: () => null,
    totals: (answer, sight) => ({
      got: [answer.all, answer.mine, answer.unowned, answer.lateAB <= answer.all],
      want: [
        active(sight).length,
        active(sight).filter((it) => it.ownerId === sight.person.id).length,
        active(sight).filter((it) => it.ownerId === null).length,
        true,
      ],
    }),
  },
  search: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { text: 'Рога' } }),
    shows: (record) => record.name,
  },
  exportFile: { about: 'lists', who: 'everybody', shows: (record) => record.name },
  get: { about: 'reads', who: 'everybody', call: ({ clientId: id }) => ({ params: { id } }) },
  create: {
    // A rep's new client is their own whoever is named; others may give it to those whom they may change.
    about: 'role',
    who: 'writers',
    call: (_world, { id }) => ({ body: { name: 'Свежий', ownerId: id } }),
  },
  update: {
    about: 'writes',
    who: 'writers',
    call: async ({ clientId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('client', id), region: `Область ${await world.revOf('client', id)}` },
    }),
  },
  tags: {
    about: 'lists',
    who: 'everybody',
    shows: (record) => record.tag,
    totals: (answer, sight) => ({
      got: answer.rows.reduce((sum, row) => sum + row.count, 0),
      want: active(sight).reduce((sum, { tags }) => sum + tags.length, 0),
    }),
  },
  // Whom it skips and that it finds nothing out of sight is told in rights.test.ts.
  changeMany: {
    about: 'role',
    who: 'writers',
    call: async (world, { id }) => {
      const record = world.held.find((it) => it.ownerId === id) ?? world.held[0]
      return { body: { ids: [record?.clientId ?? ''], change: { city: 'Псков' } } }
    },
  },
  history: { about: 'reads', who: 'everybody', call: ({ clientId: id }) => ({ params: { id } }) },
  find: {
    about: 'reads',
    who: 'everybody',
    call: ({ key }) => ({ params: { externalId: `code-${key}` } }),
  },
  // Each item answers for itself.
  batch: { about: 'elsewhere', who: 'writers', test: 'src/features/clients/batch.test.ts' },
} satisfies ProbesOf<typeof clientsContract>

export const viewsProbes = {
  list: { about: 'role', who: 'everybody' },
  create: {
    about: 'role',
    who: 'everybody',
    call: () => ({ body: { name: newId(), search: {}, columns: ['city'] } }),
  },
  // Nobody's view; whose may be changed by whom is told in the slice.
  update: {
    about: 'role',
    who: 'everybody',
    call: () => ({ params: { id: newId() }, body: { rev: 1 } }),
    answers: [404],
  },
  remove: { about: 'role', who: 'everybody', call: () => ({ params: { id: newId() } }), answers: [404] },
  chooseColumns: { about: 'role', who: 'everybody', call: () => ({ body: { columns: ['city'] } }) },
} satisfies ProbesOf<typeof viewsContract>

export const contactsProbes = {
  exportPeople: { about: 'lists', who: 'confidants', shows: (record) => record.personName },
  exportTouches: { about: 'lists', who: 'confidants', shows: (record) => record.touchText },
  // Whose talks one sees: src/features/contacts/touch-report.test.ts.
  touchDays: {
    about: 'lists',
    who: 'confidants',
    call: () => ({ query: { from: '2026-06-01', to: '2026-06-30' } }),
    shows: () => null,
  },
  touches: {
    about: 'lists',
    who: 'confidants',
    call: () => ({ query: { from: '2026-06-01', to: '2026-06-30' } }),
    shows: () => null,
  },
  people: { about: 'reads', who: 'confidants', call: ({ clientId: id }) => ({ params: { id } }) },
  addPerson: {
    about: 'writes',
    who: 'writers',
    call: ({ clientId: id }) => ({ params: { id }, body: { name: 'Свежее лицо' } }),
  },
  updatePerson: {
    about: 'writes',
    who: 'writers',
    call: async ({ personId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('contact_person', id), position: 'Директор' },
    }),
  },
  removePerson: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({ params: { id: (await world.fresh(record)).personId } }),
  },
  timeline: { about: 'reads', who: 'confidants', call: ({ clientId: id }) => ({ params: { id } }) },
  addTouch: {
    about: 'writes',
    who: 'writers',
    call: ({ clientId: id }) => ({ params: { id }, body: { kind: 'note', text: 'Свежее' } }),
  },
  updateTouch: {
    about: 'writes',
    who: 'writers',
    call: async ({ touchId: id }, world) => ({
      params: { id },
      body: { rev: await world.revOf('touch', id), result: 'Договорились' },
    }),
  },
  removeTouch: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({ params: { id: (await world.fresh(record)).touchId } }),
  },
} satisfies ProbesOf<typeof contactsContract>

export const duplicatesProbes = {
  list: { about: 'lists', who: 'writers', shows: (record) => record.name },
  check: {
    about: 'lists',
    who: 'writers',
    call: () => ({ body: { name: 'Рога и копыта', inn: INN } }),
    shows: (record) => record.name,
  },
  dismiss: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({
      body: { aId: (await world.fresh(record)).clientId, bId: (await world.fresh(record)).clientId },
    }),
  },
  merge: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => {
      const keepId = (await world.fresh(record)).clientId
      const dropId = (await world.fresh(record)).clientId
      const [keepRev, dropRev] = [await world.revOf('client', keepId), await world.revOf('client', dropId)]
      return { body: { keepId, keepRev, dropId, dropRev, take: [] } }
    },
  },
} satisfies ProbesOf<typeof duplicatesContract>
