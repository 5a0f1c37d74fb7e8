import { loadWorkspace } from '#features/team/public.ts'
import { type Actor, mayEditRecordOf, sees } from '#kernel/actor.ts'
import {
  type BatchAnswer,
  judgeEach,
  judgeShapes,
  makeOnceEach,
  refuseUnlessAll,
  tellBatch,
} from '#kernel/batch.ts'
import { changedFields } from '#kernel/changed-fields.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { currencyDigits } from '#kernel/money.ts'
import type { InputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import type { OrderStatusName, ordersContract } from './contract.ts'
import { type Line, readLines, type SentLine, sumOfLines } from './domain/line.ts'
import { refuseForeign, type Save, saveOrders } from './save.ts'
import * as store from './store.ts'

type SentOrder = {
  source?: string | undefined
  clientId?: string | undefined
  clientExternalId?: string | undefined
  orderedAt?: string | undefined
  amountMinor?: number | undefined
  costMinor?: number | null | undefined
  status?: OrderStatusName | undefined
  repName?: string | null | undefined
  lines?: SentLine[] | undefined
}
type Fields = Partial<Omit<store.WrittenOrder, 'id' | 'source' | 'externalId' | 'clientId'>>
type Item = {
  source: string
  number: string
  clientId: string | undefined
  clientExternalId: string | undefined
  fields: Fields
}
type Plan = Save & { outcome: 'created' | 'updated' | 'unchanged'; id: string }

const missing = (name: string): Refusal =>
  new Refusal('invalidInput', { where: 'body', issues: [{ path: `/${name}`, message: name }] })

type Customs = { timeZone: string; currency: string }

/** What a caller sends of an order, ready to be stored; absent = left as it is. */
export function readOrder(sent: SentOrder, { timeZone, currency }: Customs): Fields {
  const lines: Line[] | undefined = sent.lines && readLines(sent.lines)
  const amountMinor = sent.amountMinor ?? (lines && sumOfLines(lines, currencyDigits(currency)))
  const orderedAt = sent.orderedAt && new Date(sent.orderedAt).toISOString()
  return {
    ...(orderedAt && { orderedAt, orderedOn: dayOf(orderedAt, timeZone) }),
    ...(amountMinor !== undefined && { amountMinor }),
    ...(sent.costMinor !== undefined && { costMinor: sent.costMinor }),
    ...(sent.status && { status: sent.status }),
    ...(sent.repName !== undefined && { repName: sent.repName }),
    ...(lines && { lines }),
  }
}

/** A new order whole; refuses one without a time or an amount. */
export function newOrder(
  { source, number, clientId }: { source: string; number: string; clientId: string },
  { orderedAt, orderedOn, amountMinor, ...fields }: Fields,
): store.WrittenOrder {
  if (orderedAt === undefined || orderedOn === undefined) throw missing('orderedAt')
  if (amountMinor === undefined) throw missing('amountMinor')
  const whole = { id: newId(), source, externalId: number, clientId, orderedAt, orderedOn, amountMinor }
  return { ...whole, costMinor: null, status: 'placed', repName: null, ...fields }
}

type Client = { id: string; ownerId: string | null }

/** Tells clients by their id or code; refuses what the actor may not see or change. */
export async function makeFindClient(
  { trx, actor }: Unit,
  items: Pick<SentOrder, 'clientId' | 'clientExternalId'>[],
) {
  const found = await store.findClients(
    trx,
    items.flatMap((it) => it.clientId ?? []),
    items.flatMap((it) => it.clientExternalId ?? []),
  )
  const byId = new Map(found.map((client) => [client.id, client]))
  const byCode = new Map(found.map((client) => [client.externalId, client]))
  return ({
    clientId,
    clientExternalId,
  }: Pick<SentOrder, 'clientId' | 'clientExternalId'>): Client | null => {
    if (!clientId && !clientExternalId) return null
    const client = clientId ? byId.get(clientId) : byCode.get(clientExternalId ?? '')
    if (!client || !sees(actor, client.ownerId)) throw new Refusal('notFound', { entity: 'client' })
    if (!mayEditRecordOf(actor, client.ownerId)) throw new Refusal('notYours')
    return client
  }
}

type Request = InputOf<typeof ordersContract.batch>['body']

/** Adds or changes many orders with their lines as one act; each is judged by itself. */
export async function upsertOrders(
  services: Services,
  actor: Actor,
  { items, atomic, source = 'api' }: Request,
): Promise<BatchAnswer> {
  const customs = await loadWorkspace(services.db)
  const onceEach = makeOnceEach()
  const checked = judgeEach(judgeShapes(items), (sent, index): Item => {
    const { number, clientId, clientExternalId } = sent
    const from = sent.source ?? source
    // One number may name an order for each of several clients.
    onceEach(`${from} ${number} ${clientId ?? ''} ${clientExternalId ?? ''}`, index)
    return { source: from, number, clientId, clientExternalId, fields: readOrder(sent, customs) }
  })
  return services.runUnit(actor, async (unit) => {
    const plansOf = <T>(judged: ReturnType<typeof judgeEach<unknown, T>>): T[] =>
      judged.flatMap((it) => ('plan' in it ? [it.plan] : []))
    const judged = judgeEach(checked, await makeDecide(unit, plansOf(checked)))
    refuseUnlessAll(judged, atomic)
    const changed = plansOf(judged).filter(({ outcome }) => outcome !== 'unchanged')
    if (changed.length > 0) await saveOrders(unit, changed)
    return tellBatch(judged, unit.id)
  })
}

async function makeDecide(unit: Unit, items: Item[]) {
  const findClient = await makeFindClient(unit, items)
  const locked = await store.lockNumbers(
    unit.trx,
    items.map(({ source, number }) => ({ source, number })),
  )
  const lines = await store.readLinesOf(
    unit.trx,
    locked.map(({ order }) => order.id),
  )
  const seen = locked.filter(({ order, ownerId }) =>
    order.clientId ? sees(unit.actor, ownerId) : unit.actor.sight.kind === 'all',
  )
  const byNumber = Map.groupBy(seen, ({ order }) => `${order.source} ${order.externalId}`)
  const onceEach = makeOnceEach()

  const match = ({ source, number }: Item, client: Client | null): store.LockedOrder | null => {
    const all = byNumber.get(`${source} ${number}`) ?? []
    const same = all.find(({ order }) => client !== null && order.clientId === client.id)
    if (same) return same
    if (all.length > 1) throw new Refusal('numberAmbiguous', { number })
    return all[0] ?? null
  }
  return (item: Item, index: number): Plan => {
    const client = findClient(item)
    const found = match(item, client)
    if (!found) {
      if (!client) throw missing('clientId')
      onceEach(`new ${item.source} ${item.number} ${client.id}`, index)
      const after = newOrder({ ...item, clientId: client.id }, item.fields)
      return { outcome: 'created', id: after.id, before: null, after, ownerId: client.ownerId }
    }
    refuseForeign(unit, found)
    onceEach(`id ${found.order.id}`, index)
    const { fields } = item
    const before = { ...found.order, ...(fields.lines && { lines: lines.get(found.order.id) ?? [] }) }
    const { rev: _rev, ...was } = before
    const after = { ...was, ...fields, clientId: client?.id ?? was.clientId }
    const outcome = changedFields(was, after).length > 0 ? 'updated' : 'unchanged'
    return { outcome, id: was.id, before, after, ownerId: client ? client.ownerId : found.ownerId }
  }
}
