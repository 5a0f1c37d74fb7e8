import type { demoContract } from '#demo/contract.ts'
import { contract } from '#contract.ts'
import type { backupsContract } from '#features/backups/contract.ts'
import type { historyContract } from '#features/history/contract.ts'
import type { importsContract } from '#features/imports/contract.ts'
import type { webhooksContract } from '#features/webhooks/contract.ts'
import { newId } from '#kernel/id.ts'
import type { liveContract } from '#server/live-contract.ts'
import type { ProbesOf } from './probe.ts'
import type { Held, World } from './world.ts'

/** The owner changes a client; answers the rev that the change left and the act's id. */
async function change({ clientId: id }: Held, world: World): Promise<{ unitId: string; rev: number }> {
  const owner = world.person('owner').caller
  const before = await world.revOf('client', id)
  const { rev } = await owner.call(contract.clients.update, {
    params: { id },
    body: { rev: before, city: `Город ${before}` },
  })
  const { rows } = await owner.call(contract.history.list, { query: { entityId: id } })
  return { unitId: rows[0]?.id ?? '', rev }
}

export const historyProbes = {
  list: {
    about: 'lists',
    who: 'deciders',
    call: () => ({ query: { text: 'Копыта' } }),
    shows: (record) => record.twinName,
  },
  get: {
    about: 'reads',
    who: 'deciders',
    call: async (record, world) => ({ params: { id: (await change(record, world)).unitId } }),
  },
  exportCsv: { about: 'lists', who: 'deciders', shows: (record) => record.twinName },
  undo: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({ params: { id: (await change(record, world)).unitId } }),
  },
  undoChange: {
    about: 'writes',
    who: 'writers',
    call: async (record, world) => ({
      body: { entity: 'client', id: record.clientId, rev: (await change(record, world)).rev },
    }),
    absent: '422 nothingToUndo',
  },
} satisfies ProbesOf<typeof historyContract>

export const backupsProbes = {
  overview: { about: 'role', who: 'owners' },
  saveSettings: {
    about: 'role',
    who: 'owners',
    call: () => ({
      body: { isScheduled: true, atHour: 3, keepDays: 7, keepWeeks: 4, keepMonths: 6, rev: -1 },
    }),
    answers: [409],
  },
  start: { about: 'role', who: 'owners', answers: [200, 422] },
} satisfies ProbesOf<typeof backupsContract>

const committed = (world: World) => ({ params: { id: world.importId } })
const others = { about: 'role', who: 'deciders', isForAllSeeing: true } as const
const wrongState = [422]

/** A file that somebody else brought is for those who see everything; of one's own the rows of the base are told within sight. */
export const importsProbes = {
  list: { about: 'role', who: 'deciders' },
  // Let in, and told that what came is no file.
  upload: { about: 'role', who: 'deciders', call: () => ({ params: { kind: 'clients' } }), answers: [406] },
  get: { ...others, call: committed },
  setMap: {
    ...others,
    call: (world: World) => ({ ...committed(world), body: { rev: -1, map: {} } }),
    answers: wrongState,
  },
  stage: { ...others, call: committed, answers: wrongState },
  commit: { ...others, call: committed, answers: wrongState },
  cancel: { ...others, call: committed, answers: wrongState },
  resume: { ...others, call: committed, answers: wrongState },
  remove: { ...others, call: committed, answers: wrongState },
  fixRow: {
    ...others,
    call: (world: World) => ({ params: { id: world.importId, rowNumber: 1 }, body: { cells: [] } }),
    answers: wrongState,
  },
  candidates: {
    ...others,
    call: (world: World) => ({ ...committed(world), query: { key: 'x' } }),
    answers: wrongState,
  },
  choose: {
    ...others,
    call: (world: World) => ({ ...committed(world), body: { key: 'x', clientId: null } }),
    answers: wrongState,
  },
  // Undone again and again: the job that does it is not run here.
  undo: { ...others, call: committed },
  rows: {
    about: 'lists',
    who: 'deciders',
    call: (world) => ({ params: { id: world.headImportId }, query: { group: 'new' } }),
    shows: (record) => record.orderNumber,
  },
  refusedFile: { ...others, call: committed },
} satisfies ProbesOf<typeof importsContract>

const nobodys = () => ({ params: { id: newId() } })
const ofOwners = { about: 'role', who: 'owners', call: nobodys, answers: [404] } as const

/** A webhook carries what the owner sees; that it is not there is the answer to those alone who may have any. */
export const webhooksProbes = {
  list: { about: 'role', who: 'owners' },
  add: {
    about: 'role',
    who: 'owners',
    call: () => ({ body: { url: 'https://127.0.0.1/', events: ['client.updated'] } }),
    answers: [400, 422],
  },
  update: { ...ofOwners, call: () => ({ ...nobodys(), body: { rev: 1 } }) },
  remove: ofOwners,
  renewSecret: ofOwners,
  sendTest: ofOwners,
  listDeliveries: { ...ofOwners, answers: [200, 404] },
  getDelivery: ofOwners,
  replay: ofOwners,
  replayFailed: ofOwners,
} satisfies ProbesOf<typeof webhooksContract>

export const demoProbes = {
  install: { about: 'role', who: 'owners', call: () => ({ body: { language: 'ru' } }), answers: [422] },
} satisfies ProbesOf<typeof demoContract>

export const liveProbes = {
  stream: { about: 'elsewhere', who: 'everybody', test: 'test/rights.test.ts' },
} satisfies ProbesOf<typeof liveContract>
