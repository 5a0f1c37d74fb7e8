import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { Client } from './contract.ts'

let app: TestApp
let mine: Client
let others: Client
let stranger: Caller
beforeAll(async () => {
  app = await testApp()
  stranger = await app.addPerson('rep')
  mine = await app.as('rep').call(contract.clients.create, {
    body: { name: 'ООО «Бетон-Дон»', inn: '7707083893', phone: '8 (495) 123-45-67' },
  })
  others = await stranger.call(contract.clients.create, { body: { name: 'Пекарни Заречья', city: 'Самара' } })
  for (const client of [mine, others]) {
    await app.as('owner').call(contract.orders.create, {
      body: { clientId: client.id, orderedAt: '2026-06-01T10:00:00+03:00', amountMinor: 100_000 },
    })
  }
  await app.runJobs()
})
afterAll(() => app.close())

describe('whose clients one sees', () => {
  const sees = async (caller: Caller) => {
    const list = await caller.call(contract.clients.list)
    const count = await caller.call(contract.clients.count)
    const views = await caller.call(contract.clients.views)
    const search = await caller.call(contract.clients.search, { query: { text: 'Пекарни' } })
    const orders = await caller.call(contract.orders.list)
    const matrix = await caller.call(contract.segments.matrix)
    const csv = String(await caller.call(contract.clients.exportFile))
    return {
      list: list.rows.length,
      count: count.count,
      sum: count.measureMinor,
      all: views.all,
      found: search.rows.length,
      orders: orders.count,
      turnover: orders.turnoverMinor,
      matrix: matrix.totalMinor,
      csv: csv.trim().split('\r\n').length - 1,
    }
  }
  const everything = {
    list: 2,
    count: 2,
    sum: 200_000,
    all: 2,
    found: 1,
    orders: 2,
    turnover: 200_000,
    matrix: 200_000,
    csv: 2,
  }
  const onlyMine = {
    list: 1,
    count: 1,
    sum: 100_000,
    all: 1,
    found: 0,
    orders: 1,
    turnover: 100_000,
    matrix: 100_000,
    csv: 1,
  }

  test.each([
    ['owner', everything],
    ['head', onlyMine],
    ['rep', onlyMine],
    ['marketer', everything],
    ['observer', everything],
  ] as const)('%s: lists, totals, search, export and figures agree', async (role, expected) => {
    expect(await sees(app.as(role))).toEqual(expected)
  })

  test('a client out of sight is not told from one that is not there', async () => {
    const answers = await Promise.all([
      app.as('rep').send(contract.clients.get, { params: { id: others.id } }),
      app
        .as('rep')
        .send(contract.clients.update, { params: { id: others.id }, body: { rev: others.rev, name: 'X' } }),
      app.as('rep').send(contract.segments.explain, { params: { id: others.id } }),
      app.as('rep').send(contract.orders.months, { params: { id: others.id } }),
      app.as('rep').send(contract.clients.history, { params: { id: others.id } }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404, 404])
  })

  test('who sees a part knows no share of the whole', async () => {
    const { rows } = await app.as('rep').call(contract.clients.list)
    expect(rows[0]?.share).toBeNull()
    const why = await app.as('rep').call(contract.segments.explain, { params: { id: mine.id } })
    expect([why.share, why.shareBefore, why.rank]).toEqual([null, null, null])
    const { rows: all } = await app.as('owner').call(contract.clients.list)
    expect(all[0]?.share).toBe(0.5)
  })

  test('the workspace setting opens more to reps', async () => {
    const { workspace } = await app.as('owner').call(contract.team.getMe)
    const open = await app
      .as('owner')
      .call(contract.team.updateWorkspace, { body: { rev: workspace.rev, repVisibility: 'all' } })
    expect((await app.as('rep').call(contract.clients.list)).rows).toHaveLength(2)
    const denied = await app
      .as('rep')
      .send(contract.clients.update, { params: { id: others.id }, body: { rev: others.rev, name: 'X' } })
    expect(denied.error?.code).toBe('notYours')
    await app
      .as('owner')
      .call(contract.team.updateWorkspace, { body: { rev: open.rev, repVisibility: 'own' } })
  })

  test('an observer reads no phone and no address', async () => {
    const client = await app.as('observer').call(contract.clients.get, { params: { id: mine.id } })
    expect([client.phone, client.email]).toEqual([null, null])
    const { rows } = await app.as('observer').call(contract.clients.history, { params: { id: mine.id } })
    expect(rows.flatMap((row) => row.fields.map((field) => field.name))).not.toContain('phone')
  })
})

describe('editing', () => {
  test('identifiers are checked, the phone is normalised', async () => {
    expect(mine).toMatchObject({ inn: '7707083893', phone: '+74951234567', ownerId: app.as('rep').id })
    const wrong = await app
      .as('rep')
      .send(contract.clients.update, { params: { id: mine.id }, body: { rev: mine.rev, inn: '7707083894' } })
    expect(wrong.error).toEqual({
      code: 'badInn',
      data: { field: 'inn', value: '7707083894', reason: 'checksum' },
    })
  })

  test('absent leaves, null clears; a stale rev is refused with the newer row; undo gives back', async () => {
    const rep = app.as('rep')
    const before = await rep.call(contract.clients.get, { params: { id: mine.id } })
    const edited = await rep.call(contract.clients.update, {
      params: { id: mine.id },
      body: { rev: before.rev, city: 'Ростов', inn: null },
    })
    expect(edited).toMatchObject({ city: 'Ростов', inn: null, phone: '+74951234567' })
    const stale = await rep.send(contract.clients.update, {
      params: { id: mine.id },
      body: { rev: before.rev, city: 'Азов' },
    })
    expect(stale.status).toBe(409)
    expect(stale.error?.data['current']).toMatchObject({ city: 'Ростов', rev: edited.rev })
    await rep.call(contract.history.undoChange, {
      body: { entity: 'client', id: mine.id, rev: edited.rev },
    })
    expect(await rep.call(contract.clients.get, { params: { id: mine.id } })).toMatchObject({
      city: null,
      inn: '7707083893',
    })
    const history = await rep.call(contract.clients.history, { params: { id: mine.id } })
    expect(history.rows.map((row) => row.action)).toEqual([
      'client.updated',
      'client.updated',
      'client.created',
    ])
  })

  test('two edits of one state: exactly one wins', async () => {
    const { rev } = await app.as('owner').call(contract.clients.get, { params: { id: others.id } })
    const answers = await Promise.all(
      ['Раз', 'Два', 'Три'].map((city) =>
        app.as('owner').send(contract.clients.update, { params: { id: others.id }, body: { rev, city } }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
  })

  test('a code is given once', async () => {
    await app.as('owner').call(contract.clients.create, { body: { name: 'Первый', externalId: 'X-1' } })
    const second = await app
      .as('owner')
      .send(contract.clients.create, { body: { name: 'Второй', externalId: 'X-1' } })
    expect(second.error).toMatchObject({ code: 'externalIdTaken', data: { value: 'X-1', name: 'Первый' } })
  })

  test('naughty strings are kept as they are, a zero byte is refused in words', async () => {
    const naughty = JSON.parse(
      readFileSync(
        join(import.meta.dirname, '../../../test/data/bad-input/naughty-strings/blns.json'),
        'utf8',
      ),
    ) as string[]
    const tell = async (text: string): Promise<void> => {
      const name = text.trim()
      if (name === '' || name.length > 300) return
      const answer = await app
        .as('owner')
        .send(contract.clients.create, { body: { name, note: text.slice(0, 5000) } })
      if (text.includes('\0')) expect(answer.error?.code).toBe('nulByte')
      else expect([answer.status, answer.body.name]).toEqual([200, name])
      const found = await app
        .as('owner')
        .send(contract.clients.search, { query: { text: name.slice(0, 200).replaceAll('\0', '') } })
      expect(found.status).toBe(200)
    }
    const queue = [...naughty]
    const work = async (): Promise<void> => {
      for (let text = queue.pop(); text !== undefined; text = queue.pop()) await tell(text)
    }
    await Promise.all(Array.from({ length: 8 }, work))
  })
})

describe('the list', () => {
  test('pages by key hold every client once, by every order', async () => {
    const { all } = await app.as('owner').call(contract.clients.views)
    for (const sort of ['measure', 'name', 'lastOrder', 'orderDays', 'rhythm', 'atStake'] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const seen: string[] = []
        let cursor: string | undefined
        do {
          const page: OutputOf<typeof contract.clients.list> = await app
            .as('owner')
            .call(contract.clients.list, { query: { sort, direction, limit: 50, ...(cursor && { cursor }) } })
          seen.push(...page.rows.map((row) => row.id))
          cursor = page.nextCursor ?? undefined
        } while (cursor)
        expect([sort, new Set(seen).size, seen.length]).toEqual([sort, all, all])
      }
    }
  })

  test.each([
    ['бетон', 'ООО «Бетон-Дон»'],
    ['БЕТОН', 'ООО «Бетон-Дон»'],
    [',tnjy', 'ООО «Бетон-Дон»'],
    ['битон-дон', 'ООО «Бетон-Дон»'],
    ['битон', 'ООО «Бетон-Дон»'],
    ['7707083893', 'ООО «Бетон-Дон»'],
    ['8 (495) 123 45', 'ООО «Бетон-Дон»'],
    ['+7 495 123-45-67', 'ООО «Бетон-Дон»'],
    ['заречъя', 'Пекарни Заречья'],
  ])('«%s» finds %s', async (text, name) => {
    const { rows } = await app.as('owner').call(contract.clients.search, { query: { text } })
    expect(rows.map((row) => row.name)).toContain(name)
  })

  test('cells that would be formulas are neutralised in the export', async () => {
    await app
      .as('owner')
      .call(contract.clients.create, { body: { name: '=HYPERLINK("http://x")', city: '@SUM(A1)' } })
    const csv = String(
      await app
        .as('owner')
        .call(contract.clients.exportFile, { query: { text: 'HYPERLINK', language: 'en' } }),
    )
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(csv).toContain(`'@SUM(A1)`)
  })

  test('a made-up cursor is refused, not a failure', async () => {
    for (const cursor of ['x', 'W10', 'eyJhIjoxfQ']) {
      expect((await app.as('owner').send(contract.clients.list, { query: { cursor } })).status).toBe(400)
    }
  })
})

describe('orders', () => {
  test('a status changes once; a cancelled order counts no more', async () => {
    const { rows } = await app.as('rep').call(contract.orders.list, { query: { clientId: mine.id } })
    const order = rows[0]
    if (!order) throw new Error('no order')
    await app.as('rep').call(contract.orders.setStatus, {
      params: { id: order.id },
      body: { rev: order.rev, status: 'cancelled' },
    })
    const stale = await app
      .as('rep')
      .send(contract.orders.setStatus, { params: { id: order.id }, body: { rev: order.rev, status: 'paid' } })
    expect(stale.status).toBe(409)
    await app.runJobs()
    const client = await app.as('rep').call(contract.clients.get, { params: { id: mine.id } })
    expect(client).toMatchObject({ measureMinor: 0, valueClass: 'none' })
  })

  test('an order for a client out of sight is refused', async () => {
    const answer = await app.as('rep').send(contract.orders.create, {
      body: { clientId: others.id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 1 },
    })
    expect(answer.status).toBe(404)
  })
})
