// Merges, changes of many, imports and single edits, undone in any order after other people's edits, against plain data.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { importText } from './support/import-text.ts'
import { type TestApp, testApp } from './support/test-app.ts'
import { type Flat, type Move, UndoModel } from './support/undo-model.ts'

const RUNS = Number(process.env['GORN_RUNS'] ?? 12)

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Row = Record<'city' | 'region' | 'note' | 'phone' | 'externalId', string | null> & {
  id: string
  tags: string[]
  otherPhones: string[]
}

/** The base as plain data: of each client its fields, each tag a field of its own, and whose the orders are. */
async function readBase(): Promise<{ clients: Record<string, Flat>; orders: Record<string, string> }> {
  const clients = await sql<Row>`
    select id, city, region, note, phone, external_id, tags, other_phones from client`.execute(app.db)
  const orders = await sql<{ number: string; clientId: string }>`
    select external_id as number, client_id from sales_order`.execute(app.db)
  const flat = ({ id: _id, tags, otherPhones, externalId, ...plain }: Row): Flat => ({
    ...plain,
    code: externalId,
    otherPhones: otherPhones.join(' ') || null,
    ...Object.fromEntries(['a', 'b'].map((tag) => [`tag ${tag}`, tags.includes(tag) ? 'yes' : null])),
  })
  return {
    clients: Object.fromEntries(clients.rows.map((row) => [row.id, flat(row)])),
    orders: Object.fromEntries(orders.rows.map(({ number, clientId }) => [number, clientId])),
  }
}

async function lastUnit(): Promise<string> {
  const found = await sql<{ unitId: string }>`select unit_id from audit_log order by id desc limit 1`.execute(
    app.db,
  )
  return found.rows[0]?.unitId ?? ''
}

const get = (id: string) => app.as('owner').call(contract.clients.get, { params: { id } })
const tagsOf = (wanted: Flat): string[] => ['a', 'b'].filter((tag) => wanted[`tag ${tag}`] === 'yes')

/** Does one thing to the server and the same to the model. */
async function act(model: UndoModel, move: Move): Promise<void> {
  switch (move.kind) {
    case 'edit': {
      const id = model.pick(move.at)
      const { rev } = await get(id)
      const body = { rev, city: move.city, note: move.note, tags: tagsOf(move.tags) }
      await app.as(move.by).call(contract.clients.update, { params: { id }, body })
      model.edit(await lastUnit(), [id], { city: move.city, note: move.note, ...move.tags })
      return
    }
    case 'bulk': {
      const ids = [...new Set(move.some.map((at) => model.pick(at)))]
      const { unitId } = await app.as(move.by).call(contract.clients.changeMany, {
        body: { ids, change: { city: move.city, addTags: tagsOf(move.tags) } },
      })
      const added = Object.fromEntries(Object.entries(move.tags).filter(([, value]) => value === 'yes'))
      if (unitId) model.edit(unitId, ids, { city: move.city, ...added })
      return
    }
    case 'import': {
      const rows = move.rows.filter(({ code }) => model.mayBring(code))
      if (rows.length === 0) return
      const lines = rows.map(({ code, city, region }) => `${code};${city};${region}`)
      await importText(app.gorn.services, 'clients', `Код клиента;Город;Регион\n${lines.join('\n')}\n`)
      const made = await sql<{
        id: string
        code: string
      }>`select id, external_id as code from client`.execute(app.db)
      model.bring(await lastUnit(), rows, new Map(made.rows.map(({ id, code }) => [code, id])))
      return
    }
    case 'merge': {
      const [keepId, dropId] = [model.pickBase(move.keep), model.pickBase(move.drop)]
      if (keepId === dropId) return
      const [keep, drop] = [await get(keepId), await get(dropId)]
      const take = move.takesCity ? (['city'] as const) : []
      const done = await app.as(move.by).call(contract.duplicates.merge, {
        body: { keepId, keepRev: keep.rev, dropId, dropRev: drop.rev, take: [...take] },
      })
      model.merge(done.unitId, keepId, dropId, move.takesCity)
      return
    }
    case 'undo': {
      const unitId = model.pickAct(move.at)
      if (!unitId) return
      // What another brought is the owner's to take back.
      const by = model.isImport(unitId) ? 'owner' : move.by
      const { status, body } = await app.as(by).send(contract.history.undo, { params: { id: unitId } })
      await app.runJobs()
      const isDone = model.undo(unitId, status === 200 ? body.unitId : '')
      expect([200, 422]).toContain(status)
      expect(status === 200, `undone: ${JSON.stringify(body)}`).toBe(isDone)
    }
  }
}

const small = fc.nat({ max: 5 })
const by = fc.constantFrom('owner' as const, 'head' as const)
const city = fc.constantFrom('Азов', 'Уфа', 'Омск')
const tag = fc.constantFrom('yes', null)
const tags = fc.record({ 'tag a': tag, 'tag b': tag })
const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), by, at: small, city, tags, note: tag }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('bulk' as const),
      by,
      some: fc.array(small, { minLength: 1, maxLength: 4 }),
      city,
      tags,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      rows: fc.uniqueArray(
        fc.record({
          code: fc.constantFrom('1', '2', '3', '8', '9'),
          city,
          region: fc.constantFrom('Юг', 'Север'),
        }),
        { minLength: 1, maxLength: 4, selector: ({ code }) => code },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      by,
      keep: small,
      drop: small,
      takesCity: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('undo' as const), by, at: small }) },
)

test('whatever is done and undone in whatever order, exactly the promised fields return', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 4, maxLength: 12 }), async (all) => {
      await sql`truncate client, sales_order, order_line, client_merge, import_run, audit_log cascade`.execute(
        app.db,
      )
      const model = new UndoModel()
      for (const code of ['1', '2', '3']) {
        const phone = `+7495200102${code}`
        const { id } = await app
          .as('owner')
          .call(contract.clients.create, { body: { name: `Клиент ${code}`, externalId: code, phone } })
        await app.as('owner').call(contract.orders.create, {
          body: { clientId: id, number: `з${code}`, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
        })
        model.found(id, code, phone, `з${code}`)
      }
      for (const move of all) {
        await act(model, move)
        expect(await readBase()).toEqual(model.base())
      }
    }),
    { numRuns: RUNS },
  )
})
