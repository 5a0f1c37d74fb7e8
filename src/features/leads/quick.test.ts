import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const { leads, clients, contacts, funnel, history, tokens } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const add = (body: object, role: 'rep' | 'head' | 'owner' = 'rep') =>
  app.as(role).call(leads.quickAdd, { body })

describe('an enquiry in one line', () => {
  test('is a new client and a deal at the first stage; one undo takes both away, another brings both back', async () => {
    const made = await add({ line: 'Анна +7 916 000-00-01 хочет 200 кружек' })
    expect(made).toMatchObject({
      deal: { title: '200 кружек', clientName: 'Анна', ownerId: app.as('rep').id },
      client: { name: 'Анна', isNew: true },
    })
    const client = await app.as('rep').call(clients.get, { params: { id: made.client.id } })
    expect(client).toMatchObject({ kind: 'person', phone: '+79160000001' })
    const undo = (id: string) => app.as('rep').call(history.undo, { params: { id } })
    const undone = await undo(made.unitId)
    expect(undone.left).toBe(0)
    const known = () => app.as('rep').call(leads.known, { query: { phone: '89160000001' } })
    expect((await known()).rows).toEqual([])
    expect((await undo(undone.unitId)).left).toBe(0)
    expect((await known()).rows).toMatchObject([{ id: made.client.id, openDeals: 1 }])
  })

  test('of a company keeps the person; by their number or address the company is known again, with what is new', async () => {
    const first = await add({ line: 'ООО Заря, Ирина, 8 916 000-00-02, irina@zarya.example, ремонт' })
    const second = await add({ line: 'Олег, irina@zarya.example, +7 916 000-00-03 нужна доставка' })
    expect(second.client).toEqual({ id: first.client.id, name: 'ООО Заря', isNew: false })
    const { rows } = await app.as('rep').call(contacts.people, { params: { id: first.client.id } })
    expect(rows.map(({ name, phones }) => [name, phones])).toEqual([
      ['Ирина', ['+79160000002']],
      ['Олег', ['+79160000003']],
    ])
    const third = await add({ line: '+7 916 000-00-03, ещё раз ремонт' })
    expect(third.client.id).toBe(first.client.id)
    // Unless somebody says otherwise.
    const other = await add({ line: '+7 916 000-00-03 Семён', clientId: null })
    expect(other.client).toMatchObject({ isNew: true, name: 'Семён' })
  })

  test('fields that were corrected count instead of the line; what does not fit the title is a note', async () => {
    const want = 'очень длинное пожелание '.repeat(20).trim()
    const made = await add({
      line: 'Анна +7 916 000-00-04 хочет кружки',
      name: 'Анна Ильина',
      phone: '',
      email: 'Ilyina@Example.com',
      want,
      answers: [{ question: 'need', value: 'yes', source: 'client' }],
    })
    const params = { id: made.client.id }
    expect(await app.as('rep').call(clients.get, { params })).toMatchObject({
      name: 'Анна Ильина',
      phone: null,
      email: 'ilyina@example.com',
    })
    expect(made.deal.title.length).toBeLessThanOrEqual(200)
    const line = await app.as('rep').call(contacts.timeline, { params })
    expect(JSON.stringify(line)).toContain(want)
    const lead = await app.as('rep').call(leads.get, { params: { id: made.deal.id } })
    expect(lead.answers).toMatchObject([{ question: 'need', value: 'yes' }])
  })

  test('without anybody, or with a number that is none, is refused in words; nothing is written', async () => {
    const before = (await app.as('owner').call(funnel.list)).count
    const send = async (body: object) => (await app.as('rep').send(leads.quickAdd, { body })).error
    expect(await send({ line: 'кружки 200 шт' })).toMatchObject({ code: 'whoMissing' })
    expect(await send({ line: '' })).toMatchObject({ code: 'whoMissing' })
    expect(await send({ line: 'Анна', phone: '12' })).toMatchObject({
      code: 'badPhone',
      data: { field: 'phone', value: '12' },
    })
    expect(await send({ line: 'Анна', email: 'нет' })).toMatchObject({ code: 'badEmail' })
    expect(
      await send({ line: 'Анна', answers: [{ question: 'need', value: 'urgent', source: 'client' }] }),
    ).toMatchObject({ code: 'valueNotOfQuestion' })
    expect((await app.as('owner').call(funnel.list)).count).toBe(before)
  })

  test('tells nobody of clients out of their sight', async () => {
    const other = await app.addPerson('rep')
    const made = await other.call(leads.quickAdd, { body: { line: 'Тайна +7 916 000-00-05' } })
    expect((await app.as('rep').call(leads.known, { query: { phone: '89160000005' } })).rows).toEqual([])
    const mine = await add({ line: 'Вера +7 916 000-00-05' })
    expect(mine.client).toMatchObject({ isNew: true })
    expect(mine.client.id).not.toBe(made.client.id)
    const stolen = await app
      .as('rep')
      .send(leads.quickAdd, { body: { line: 'кружки', clientId: made.client.id } })
    expect(stolen.error?.code).toBe('notFound')
  })

  test('two at once with one number are one client', async () => {
    const both = await Promise.all([1, 2].map(() => add({ line: 'Лев +7 916 000-00-06 хочет чай' }, 'head')))
    expect(new Set(both.map(({ client }) => client.id)).size).toBe(1)
    expect(both.map(({ client }) => client.isNew).sort()).toEqual([false, true])
  })

  test('comes by a token in one call, and once however often it is sent under one key', async () => {
    const { secret } = await app
      .as('rep')
      .call(tokens.create, { body: { name: 'Сайт', scopes: ['leads:write'] } })
    const send = () =>
      app
        .byToken(secret)
        .send(
          leads.quickAdd,
          { body: { line: 'Жанна +7 916 000-00-07 хочет мёд' } },
          { 'idempotency-key': 'k1' },
        )
    const [one, two] = [await send(), await send()]
    expect([one.status, two.status]).toEqual([200, 200])
    expect(two.body).toEqual(one.body)
  })
})
