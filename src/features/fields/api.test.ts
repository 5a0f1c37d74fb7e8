import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Body = CallOf<typeof contract.fields.create>['body']
const define = (body: Body) => app.as('owner').call(contract.fields.create, { body })
const edit = (field: { id: string; rev: number }, body: object) =>
  app
    .as('owner')
    .send(contract.fields.update, { params: { id: field.id }, body: { rev: field.rev, ...body } })
const remove = (id: string) => app.as('owner').send(contract.fields.remove, { params: { id } })
const undo = (unitId: string) => app.as('owner').send(contract.history.undo, { params: { id: unitId } })
const undoTo = (field: { id: string; rev: number }) =>
  app
    .as('owner')
    .send(contract.history.undoChange, { body: { entity: 'field', id: field.id, rev: field.rev } })
const listed = async () =>
  (await app.as('rep').call(contract.fields.list)).rows.filter((it) => !it.isRemoved).map((it) => it.name)
const one = async (id: string) => {
  const found = (await app.as('owner').call(contract.fields.list)).rows.find((it) => it.id === id)
  if (!found) throw new Error('no such field')
  return found
}
const make = (fields: object) =>
  app.as('owner').call(contract.clients.create, { body: { name: 'Клиент', fields: { ...fields } } })

describe('definitions', () => {
  test('owner and head define, everybody signed in reads', async () => {
    const field = await define({ name: 'Бюджет', kind: 'money', description: 'на год' })
    expect(field).toMatchObject({ name: 'Бюджет', kind: 'money', description: 'на год', choices: [] })
    expect(await listed()).toContain('Бюджет')
    for (const role of ['rep', 'marketer', 'observer'] as const) {
      const body = { name: 'Моё', kind: 'text' as const }
      expect((await app.as(role).send(contract.fields.create, { body })).status).toBe(403)
      expect((await app.as(role).send(contract.fields.remove, { params: { id: field.id } })).status).toBe(403)
    }
    const byHead = await app.as('head').send(contract.fields.create, { body: { name: 'Моё', kind: 'text' } })
    expect(byHead.status).toBe(200)
  })

  test('a name stands once, whatever its case and ё; an old rev is refused with the newer row', async () => {
    const field = await define({ name: 'Счёт', kind: 'text' })
    const twice = await app.as('owner').send(contract.fields.create, { body: { name: 'счет', kind: 'text' } })
    expect(twice.error).toMatchObject({ code: 'fieldNameTaken', data: { name: 'Счёт' } })
    const newer = (await edit(field, { description: 'какой' })).body
    const stale = await edit(field, { name: 'Другой' })
    expect(stale).toMatchObject({ status: 409, error: { data: { current: { rev: newer.rev } } } })
  })

  test('at most fifty', async () => {
    const count = (await listed()).length
    const made = []
    for (let at = count; at < 50; at++) made.push(await define({ name: `Поле ${at}`, kind: 'text' }))
    const more = await app.as('owner').send(contract.fields.create, { body: { name: 'Ещё', kind: 'text' } })
    expect(more.error).toMatchObject({ code: 'tooManyFields', data: { most: 50 } })
    for (const { id } of made) await remove(id)
  })

  test('the order is changed and taken back', async () => {
    const [a, b] = [
      await define({ name: 'Первое', kind: 'text' }),
      await define({ name: 'Второе', kind: 'text' }),
    ]
    const before = await listed()
    const done = await app.as('owner').call(contract.fields.order, { body: { ids: [b.id, a.id] } })
    expect((await listed()).slice(0, 2)).toEqual(['Второе', 'Первое'])
    await undo(done.unitId ?? '')
    expect(await listed()).toEqual(before)
  })
})

describe('choices', () => {
  test('are renamed, added and removed by id; one in use stays and says where', async () => {
    const field = await define({ name: 'Источник', kind: 'choice', choices: ['Сайт', 'Звонок', 'Выставка'] })
    const [site, call, fair] = field.choices.map((it) => it.id) as [string, string, string]
    const client = await make({ [field.id]: call })
    const renamed = await edit(field, {
      choices: [{ id: site, name: 'Сайт и почта' }, { id: call, name: 'Звонок' }, { name: 'Партнёр' }],
    })
    expect(renamed.body.choices.map((it) => [it.name, it.isRemoved])).toEqual([
      ['Сайт и почта', false],
      ['Звонок', false],
      ['Партнёр', false],
      ['Выставка', true],
    ])
    expect(renamed.body.choices.find((it) => it.isRemoved)?.id).toBe(fair)
    const used = await edit(renamed.body, { choices: [{ id: site, name: 'Сайт и почта' }] })
    expect(used.error).toMatchObject({ code: 'choiceInUse', data: { choice: 'Звонок', count: 1 } })
    await undoTo(renamed.body)
    expect((await one(field.id)).choices.map((it) => it.name).slice(0, 3)).toEqual([
      'Сайт',
      'Звонок',
      'Выставка',
    ])
    expect((await app.as('owner').call(contract.clients.get, { params: { id: client.id } })).fields).toEqual({
      [field.id]: call,
    })
  })

  test('belong to fields of choices, which have one at least, and no name twice', async () => {
    const tries: [Body, string][] = [
      [{ name: 'А', kind: 'choice' }, 'noChoices'],
      [{ name: 'А', kind: 'text', choices: ['да'] }, 'noChoices'],
      [{ name: 'А', kind: 'choice', choices: ['да', 'ДА'] }, 'choiceTwice'],
    ]
    for (const [body, code] of tries)
      expect((await app.as('owner').send(contract.fields.create, { body })).error?.code).toBe(code)
  })
})

describe('undo', () => {
  test('an edit of one part is taken back after another part was changed', async () => {
    const field = await define({ name: 'Склад', kind: 'text' })
    const renamed = (await edit(field, { name: 'Хранилище' })).body
    await edit(renamed, { description: 'где берут' })
    expect((await undoTo(renamed)).body).toMatchObject({ undone: 1, leftovers: [] })
    expect(await one(field.id)).toMatchObject({ name: 'Склад', description: 'где берут' })
  })

  test('a removed field takes its values out of sight, and returns with them', async () => {
    const field = await define({ name: 'Размер', kind: 'number' })
    const client = await make({ [field.id]: 12.5 })
    const get = () => app.as('owner').call(contract.clients.get, { params: { id: client.id } })
    expect((await get()).fields).toEqual({ [field.id]: 12.5 })
    const { unitId } = (await remove(field.id)).body
    expect((await get()).fields).toEqual({})
    const late = await app.as('owner').send(contract.clients.update, {
      params: { id: client.id },
      body: { rev: client.rev, fields: { [field.id]: 13 } },
    })
    expect(late.error?.code).toBe('noSuchField')
    expect((await remove(field.id)).status).toBe(404)
    // Its name may be taken meanwhile: then it cannot return.
    const other = await define({ name: 'размер', kind: 'text' })
    expect((await undo(unitId)).error?.code).toBe('fieldNameTaken')
    await remove(other.id)
    expect((await undo(unitId)).status).toBe(200)
    expect((await get()).fields).toEqual({ [field.id]: 12.5 })
  })

  test('a field just made goes again and comes back; reps undo none of it', async () => {
    const field = await define({ name: 'Проба', kind: 'text' })
    const asRep = await app
      .as('rep')
      .send(contract.history.undoChange, { body: { entity: 'field', id: field.id, rev: field.rev } })
    expect(asRep.error?.code).toBe('notAllowed')
    const gone = (await undoTo(field)).body
    expect(await listed()).not.toContain('Проба')
    await undo(gone.unitId)
    expect(await listed()).toContain('Проба')
  })
})
