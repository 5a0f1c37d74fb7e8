import { sql } from 'kysely'
import { type FieldValue, makeCheckFieldChanges } from '#features/fields/public.ts'
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
import { newId } from '#kernel/id.ts'
import type { InputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import type { clientsContract } from './contract.ts'
import { type ClientFields, checkFields, withTags } from './domain/check-fields.ts'
import { withChanges } from './own-values.ts'
import * as store from './store.ts'

type Request = InputOf<typeof clientsContract.batch>['body']
type Own = Readonly<Record<string, FieldValue | null>>
type Item = { id: string | undefined; fields: ClientFields; own: Own }
type Row = Omit<store.StoredClient, 'rev'>
type Plan = {
  outcome: 'created' | 'updated' | 'unchanged'
  id: string
  before: store.StoredClient | null
  row: Row
}

const empty: Omit<Row, 'id' | 'name'> = {
  kind: 'company',
  externalId: null,
  inn: null,
  kpp: null,
  ogrn: null,
  phone: null,
  email: null,
  otherPhones: [],
  otherEmails: [],
  addresses: [],
  city: null,
  region: null,
  note: null,
  ownerId: null,
  tags: {},
  fields: {},
  archivedAt: null,
}

const given = (fields: ClientFields): Partial<Row> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Adds or changes many clients as one act; each is judged by itself, by the rules of a single one. */
export async function upsertClients(
  services: Services,
  actor: Actor,
  { items, atomic }: Request,
): Promise<BatchAnswer> {
  const { country } = await loadWorkspace(services.db)
  const checked = judgeEach(judgeShapes(items), ({ id, fields: own = {}, ...body }): Item => {
    const fields = checkFields(withTags(body), country)
    if (!id && !fields.externalId) throw new Refusal('batchKeyMissing')
    return { id, fields, own }
  })
  return services.runUnit(actor, async (unit) => {
    const decide = await makeDecide(
      unit,
      checked.flatMap((it) => ('plan' in it ? [it.plan] : [])),
    )
    const judged = judgeEach(checked, decide)
    refuseUnlessAll(judged, atomic)
    await write(
      unit,
      judged.flatMap((it) => ('plan' in it ? [it.plan] : [])),
    )
    return tellBatch(judged, unit.id)
  })
}

async function makeDecide({ trx, actor }: Unit, items: Item[]) {
  const ids = items.flatMap(({ id }) => id ?? [])
  const found = await store.lockMatching(
    trx,
    ids,
    items.flatMap(({ fields }) => fields.externalId ?? []),
  )
  const active = await store.findActive(
    trx,
    items.flatMap(({ fields }) => fields.ownerId ?? []),
  )
  const checkOwn = await makeCheckFieldChanges(trx, [
    ...new Set(items.flatMap(({ own }) => Object.keys(own))),
  ])
  const byId = new Map(found.map((client) => [client.id, client]))
  const byCode = new Map(found.map((client) => [client.externalId, client]))
  const onceEach = makeOnceEach()

  const refuseOwner = (ownerId: string | null | undefined): void => {
    if (ownerId && ownerId !== actor.userId && !active.has(ownerId))
      throw new Refusal('noSuchOwner', { field: 'ownerId', value: ownerId })
    if (!mayEditRecordOf(actor, ownerId ?? null)) throw new Refusal('notYours')
  }
  const match = ({ id, fields }: Item): store.StoredClient | null => {
    const holder = byCode.get(fields.externalId ?? '') ?? null
    const client = id ? (byId.get(id) ?? null) : holder
    if (id && (!client || !sees(actor, client.ownerId))) throw new Refusal('notFound', { entity: 'client' })
    if (client && !mayEditRecordOf(actor, client.ownerId)) throw new Refusal('notYours')
    if (holder && holder !== client) {
      // Whose it is, is told to those only who may read that client.
      const known = sees(actor, holder.ownerId) && { name: holder.name, id: holder.id }
      throw new Refusal('externalIdTaken', { field: 'externalId', value: fields.externalId, ...known })
    }
    return client
  }
  return (item: Item, index: number): Plan => {
    const before = match(item)
    const { fields } = item
    if (before) onceEach(`id ${before.id}`, index)
    if (fields.externalId) onceEach(`code ${fields.externalId}`, index)
    if (before) {
      if (fields.ownerId !== undefined && fields.ownerId !== before.ownerId) refuseOwner(fields.ownerId)
      const { rev: _rev, ...was } = before
      const row: Row = { ...was, ...given(fields), fields: withChanges(was.fields, checkOwn(item.own)) }
      const isChanged = changedFields(was, row).length > 0
      return { outcome: isChanged ? 'updated' : 'unchanged', id: before.id, before, row }
    }
    const { name } = fields
    if (!name)
      throw new Refusal('invalidInput', { where: 'body', issues: [{ path: '/name', message: 'name' }] })
    // A rep's new client is their own; others may leave it to nobody.
    const ownerId = actor.role === 'rep' ? actor.userId : (fields.ownerId ?? null)
    refuseOwner(ownerId)
    const id = newId()
    return {
      outcome: 'created',
      id,
      before: null,
      row: { ...empty, ...given(fields), id, name, ownerId, fields: withChanges({}, checkOwn(item.own)) },
    }
  }
}

async function write(unit: Unit, plans: Plan[]): Promise<void> {
  const changed = plans.filter(({ outcome }) => outcome !== 'unchanged')
  if (changed.length === 0) return
  const after = await store.writeClients(
    unit.trx,
    changed.map(({ row }) => row),
  )
  for (const outcome of ['created', 'updated'] as const) {
    const rows = changed
      .filter((it) => it.outcome === outcome)
      .map(({ id, before, row }) => ({ id, before, after: after.get(id), owner_id: row.ownerId }))
    if (rows.length === 0) continue
    await unit.recordAll(
      { action: `client.${outcome}`, entity: 'client', announces: 'clients' },
      sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (id uuid, before jsonb, after jsonb, owner_id uuid)`,
    )
  }
  // The code orders equals.
  const recoded = changed.filter(({ before, row }) => before && before.externalId !== row.externalId)
  if (recoded.length > 0) {
    await store.markForStatistics(
      unit.trx,
      recoded.map(({ id }) => id),
    )
    await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  }
  await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
}
