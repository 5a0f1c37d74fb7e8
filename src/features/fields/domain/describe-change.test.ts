import { expect, test } from 'vitest'
import { describeChange } from './describe-change.ts'
import type { Field } from './field.ts'

const id = '0198a000-0000-7000-8000-000000000001'
const common = { id, rev: 1, description: null, place: 0, isRemoved: false }
const budget: Field = { ...common, name: 'Бюджет', kind: 'money', choices: [] }
const source: Field = {
  ...common,
  name: 'Источник',
  kind: 'choice',
  choices: [{ id: 'c1', name: 'Прежний', isRemoved: true }],
}
const read = (field: Field, before: string | null, after: string | null) =>
  describeChange([field], { name: `fields.${id}`, before, after }, 'ru', 'RUB')

test('an own field is read by its name, its value as people write it', () => {
  const change = read(budget, null, '125000050')
  expect(change).toMatchObject({ name: 'Бюджет', before: null })
  expect(change?.after?.replace(/\s/g, ' ')).toBe('1 250 000,50 ₽')
  expect(read({ ...budget, isRemoved: true }, '100', null)).toMatchObject({ name: 'Бюджет', after: null })
  expect(read(source, 'c1', null)).toEqual({ name: 'Источник', before: 'Прежний', after: null })
})

test('what is no own field, and a field that nobody knows, are left to others', () => {
  const city = { name: 'city', before: null, after: 'Азов' }
  expect(describeChange([budget], city, 'ru', 'RUB')).toBeNull()
  expect(describeChange([], { ...city, name: `fields.${id}` }, 'ru', 'RUB')).toBeNull()
})
