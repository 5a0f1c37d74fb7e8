import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { fieldsContract as contract } from './contract.ts'
import { nameChoices } from './domain/choices.ts'
import type { FieldKind } from './domain/field.ts'
import * as store from './store.ts'
import { loadFields } from './values.ts'
import { writeField } from './write.ts'

function refuseNoChoices(kind: FieldKind, choices: object): void {
  const isChoice = kind === 'choice'
  if (isChoice !== Object.keys(choices).length > 0)
    throw new Refusal('noChoices', { field: 'choices', isChoice })
}

async function lockThere(unit: Unit, id: string): Promise<store.StoredField> {
  const field = await store.lockField(unit.trx, id)
  if (field.removedAt !== null) throw new Refusal('notFound', { entity: 'field' })
  return field
}

/** The fields that a company defines for its clients. */
export function fieldsApi({ db, runUnit, now }: Services): Handled[] {
  return [
    handle(contract.list, async () => ({ rows: await store.listFields(db) })),

    handle(contract.create, async ({ actor, body: { name, kind, description, choices = [] } }) => {
      const named = nameChoices(
        choices.map((it) => ({ name: it })),
        [],
        newId,
      )
      refuseNoChoices(kind, named)
      const id = newId()
      await runUnit(actor, async (unit) => {
        const field = { id, name, kind, description: description || null, choices: named }
        const after = await store.insertField(unit.trx, field)
        await unit.record({ action: 'field.created', entity: 'field', id, after, rev: after.rev })
      })
      return store.showField(db, id)
    }),

    handle(contract.update, async ({ actor, params: { id }, body: { rev, choices, description, name } }) => {
      await runUnit(actor, async (unit) => {
        const before = await lockThere(unit, id)
        if (before.rev !== rev)
          throw new Refusal('conflict', { current: await store.showField(unit.trx, id) })
        const named = choices && nameChoices(choices, Object.keys(before.choices), newId)
        if (named) refuseNoChoices(before.kind, named)
        await writeField(unit, before, {
          ...(name !== undefined && { name }),
          ...(description !== undefined && { description: description || null }),
          ...(named && { choices: named }),
        })
      })
      return store.showField(db, id)
    }),

    handle(contract.order, async ({ actor, body: { ids } }) => {
      const unitId = await runUnit(actor, async (unit) => {
        let isMoved = false
        // Whoever is not named, made meanwhile perhaps, follows in the order there was.
        const others = (await loadFields(unit.trx)).map((field) => field.id)
        for (const [place, id] of [...new Set([...ids, ...others])].entries()) {
          const before = await lockThere(unit, id)
          if (before.place === place) continue
          await writeField(unit, before, { place })
          isMoved = true
        }
        return isMoved ? unit.id : null
      })
      return { rows: await store.listFields(db), unitId }
    }),

    handle(contract.remove, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        await writeField(unit, await lockThere(unit, id), { removedAt: now().toISOString() })
        return { unitId: unit.id }
      }),
    ),
  ]
}
