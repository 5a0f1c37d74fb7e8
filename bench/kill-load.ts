import { type Random, seeded } from './random.ts'

/** What of an answer is looked at. */
export type Body = { id: string; rev: number; state: string }
export type Call = (
  method: string,
  path: string,
  body?: object | FormData,
) => Promise<{ status: number; body: Body } | null>

type Kept = { id: string; rev: number; name: string; told: number; tried: number }
type Client = { id: string; rev: number }
/** What one writer was told and what it tried: the base must lie between the two. */
export type Memory = {
  clients: Kept[]
  orders: { number: string; clientId: string; amountMinor: number }[]
  merges: { keepId: string; dropId: string; order: string }[]
  group: { ids: string[]; told: number; tried: number }
  imports: { prefix: string; isTold: boolean }[]
}
export const IMPORT_ROWS = 12
const GROUP = 5
const DOWN_MS = 20

export type Counts = Record<'client' | 'edit' | 'order' | 'bulk' | 'merge' | 'import', number>
export type Load = { memories: Memory[]; counts: Counts; total(): number; stop(): Promise<void> }

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, DOWN_MS))

type Writer = { name: string; call: Call; random: Random; memory: Memory; counts: Counts; next(): number }

async function addClient({ call, counts }: Writer, name: string): Promise<Client | null> {
  const answer = await call('POST', '/api/clients', { name })
  if (answer?.status !== 200) return null
  counts.client++
  return answer.body
}

async function addOrder(
  { call, counts, memory, random }: Writer,
  number: string,
  clientId: string,
): Promise<boolean> {
  const amountMinor = 100 + random.below(1_000_000)
  const order = { number, clientId, amountMinor, orderedAt: '2026-05-01T09:00:00Z' }
  const answer = await call('POST', '/api/orders', order)
  if (answer?.status !== 200) return false
  counts.order++
  memory.orders.push({ number, clientId, amountMinor })
  return true
}

async function create(writer: Writer): Promise<boolean> {
  const name = `${writer.name}-c${writer.next()}`
  const made = await addClient(writer, name)
  if (made) writer.memory.clients.push({ id: made.id, rev: made.rev, name, told: 0, tried: 0 })
  return made !== null
}

async function edit({ call, counts, memory, random }: Writer): Promise<boolean> {
  if (memory.clients.length === 0) return true
  const client = random.pick(memory.clients)
  const city = String(++client.tried)
  const answer = await call('PATCH', `/api/clients/${client.id}`, { city, rev: client.rev })
  if (answer?.status === 200) {
    counts.edit++
    client.told = client.tried
    client.rev = answer.body.rev
    return true
  }
  // An edit whose answer was lost may stand: its rev is the one to go on from.
  if (answer?.status === 409) {
    const found = await call('GET', `/api/clients/${client.id}`)
    if (found?.status === 200) client.rev = found.body.rev
    return true
  }
  return false
}

async function order(writer: Writer): Promise<boolean> {
  if (writer.memory.clients.length === 0) return true
  const number = `${writer.name}-o${writer.next()}`
  return addOrder(writer, number, writer.random.pick(writer.memory.clients).id)
}

async function bulk(writer: Writer): Promise<boolean> {
  const { group } = writer.memory
  if (group.ids.length < GROUP) {
    const made = await addClient(writer, `${writer.name}-g${writer.next()}`)
    if (made) group.ids.push(made.id)
    return made !== null
  }
  const change = { region: String(++group.tried) }
  const answer = await writer.call('POST', '/api/clients/change', { ids: group.ids, change })
  if (answer?.status !== 200) return false
  writer.counts.bulk++
  group.told = group.tried
  return true
}

async function merge(writer: Writer): Promise<boolean> {
  const keep = await addClient(writer, `${writer.name}-k${writer.next()}`)
  const drop = keep && (await addClient(writer, `${writer.name}-d${writer.next()}`))
  if (!drop) return false
  const number = `${writer.name}-m${writer.next()}`
  const amountMinor = 5000
  const answer = await writer.call('POST', '/api/orders', {
    number,
    clientId: drop.id,
    amountMinor,
    orderedAt: '2026-05-02T09:00:00Z',
  })
  if (answer?.status !== 200) return false
  const ids = { keepId: keep.id, dropId: drop.id }
  const merged = await writer.call('POST', '/api/duplicates/merge', {
    ...ids,
    keepRev: keep.rev,
    dropRev: drop.rev,
    take: [],
  })
  if (merged?.status !== 200) return false
  writer.counts.merge++
  writer.memory.merges.push({ ...ids, order: number })
  return true
}

const stepAfter: Record<string, string | undefined> = { mapped: 'stage', staged: 'commit' }

/** One file after another, each driven to its end whatever happens to the server meanwhile. */
async function bringFiles(writer: Writer, isOn: () => boolean): Promise<void> {
  while (isOn()) {
    const prefix = `${writer.name}-f${writer.next()}-`
    const rows = Array.from({ length: IMPORT_ROWS }, (_none, row) => `${prefix}${row};Клиент ${prefix}${row}`)
    const form = new FormData()
    form.append('file', new File([`Код клиента;Клиент\n${rows.join('\n')}\n`], `${prefix}.csv`))
    const answer = await writer.call('POST', '/api/imports/clients', form)
    if (answer?.status !== 200) {
      await pause()
      continue
    }
    const told = { prefix, isTold: false }
    writer.memory.imports.push(told)
    while (isOn() && !told.isTold) {
      const run = await writer.call('GET', `/api/imports/${answer.body.id}`)
      const step = stepAfter[run?.body.state ?? '']
      if (run?.status === 200 && run.body.state === 'committed') {
        told.isTold = true
        writer.counts.import++
      } else if (step) await writer.call('POST', `/api/imports/${answer.body.id}/${step}`)
      else await pause()
    }
  }
}

const acts = [create, edit, edit, order, order, bulk, merge]

/** Writers that go on, each with what only it changes, until told to stop. */
export function startLoad(call: Call, seed: number, writers: number): Load {
  let isOn = true
  const counts: Counts = { client: 0, edit: 0, order: 0, bulk: 0, merge: 0, import: 0 }
  const make = (index: number): Writer => {
    let number = 0
    return {
      name: `w${index}`,
      call,
      counts,
      random: seeded(seed + index),
      memory: { clients: [], orders: [], merges: [], group: { ids: [], told: 0, tried: 0 }, imports: [] },
      next: () => number++,
    }
  }
  const all = Array.from({ length: writers + 1 }, (_none, index) => make(index))
  const [importer, ...others] = all as [Writer, ...Writer[]]
  const work = async (writer: Writer): Promise<void> => {
    while (isOn) if (!(await writer.random.pick(acts)(writer))) await pause()
  }
  const done = Promise.all([bringFiles(importer, () => isOn), ...others.map(work)])
  return {
    memories: all.map(({ memory }) => memory),
    counts,
    total: () => Object.values(counts).reduce((sum, count) => sum + count, 0),
    async stop() {
      isOn = false
      await done
    },
  }
}
