import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { checkValue } from './check-value.ts'
import { nameChoices } from './choices.ts'
import type { Field, FieldKind, FieldValue } from './field.ts'
import { parseValue, plainNumber } from './parse-value.ts'
import { plainText, showValue } from './show-value.ts'

const field = (kind: FieldKind): Field => ({
  id: '0198a000-0000-7000-8000-000000000001',
  rev: 1,
  name: 'Поле',
  kind,
  description: null,
  place: 0,
  choices:
    kind === 'choice'
      ? [
          { id: 'c1', name: 'Тёплый', isRemoved: false },
          { id: 'c2', name: 'Холодный', isRemoved: false },
          { id: 'c3', name: 'Прежний', isRemoved: true },
        ]
      : [],
  isRemoved: false,
})
const refusalOf = (work: () => unknown): Refusal | null => {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

describe('what people type', () => {
  test.each([
    ['1 250,5', '1250.5'],
    ['1 250,50 ₽', '1250.50'],
    ['1,250,000.50', '1250000.50'],
    ['1.250.000,5', '1250000.5'],
    ['1.250.000', '1250000'],
    ['−12', '-12'],
    ['+7', '7'],
    [',5', '0.5'],
    ['5.', '5'],
    ['100 руб.', '100'],
    ['', null],
    ['-', null],
    ['1e5', null],
    ['12 коробок', null],
    ['1-2', null],
  ])('%j is the number %j', (typed, number) => {
    expect(plainNumber(typed)).toBe(number)
  })

  test.each<[FieldKind, string, FieldValue | null]>([
    ['text', ' опт ', 'опт'],
    ['number', '12,5', 12.5],
    ['money', '1 250,5', 125050],
    ['money', '0,1', 10],
    ['date', '25.12.2026', '2026-12-25'],
    ['date', '5.2.2026', '2026-02-05'],
    ['date', '2026-12-25', '2026-12-25'],
    ['choice', ' теплый ', 'c1'],
    ['choice', '', null],
  ])('%s %j is %j', (kind, typed, value) => {
    expect(parseValue(field(kind), typed, 2)).toBe(value)
  })

  test.each<[FieldKind, string]>([
    ['text', 'а'.repeat(1001)],
    ['number', 'много'],
    ['number', '0,1234567'],
    ['number', '1234567890123456'],
    ['money', '1,005'],
    ['money', '99999999999999999'],
    ['date', '31.02.2026'],
    ['date', '2026-13-01'],
    ['date', '01.01.0026'],
    ['choice', 'Прежний'],
    ['choice', 'Нет такого'],
  ])('%s %j is refused by the name of the field', (kind, typed) => {
    const refusal = refusalOf(() => parseValue(field(kind), typed, 2))
    expect(refusal).toMatchObject({ code: 'badFieldValue', data: { name: 'Поле', kind } })
    expect(refusal?.data['value']).toBe(typed.slice(0, 100))
  })
})

test('a refused choice tells which ones there are', () => {
  expect(refusalOf(() => checkValue(field('choice'), 'x'))?.data['choices']).toEqual(['Тёплый', 'Холодный'])
})

const number = fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map((it) => Number((it / 1000).toFixed(3)))
const money = fc.integer({ min: -(10 ** 14), max: 10 ** 14 })
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((it) => it.toISOString().slice(0, 10))
const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((it) => it.trim())
  .filter((it) => it !== '' && !it.includes('\0') && it.isWellFormed())
const values: [FieldKind, fc.Arbitrary<FieldValue>][] = [
  ['text', text],
  ['number', number],
  ['money', money],
  ['date', day],
  ['choice', fc.constantFrom('c1', 'c2')],
]

describe.each(values)('%s', (kind, value) => {
  test('what is checked stays as it is, and comes back from the text of an export', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2, 3), (it, digits) => {
        const checked = checkValue(field(kind), it)
        expect(checkValue(field(kind), checked)).toBe(checked)
        if (checked === null) return
        expect(parseValue(field(kind), plainText(field(kind), checked, digits), digits)).toBe(checked)
        expect(
          parseValue(
            field(kind),
            plainText(field(kind), checked, digits).replace('.', kind === 'text' ? '.' : ','),
            digits,
          ),
        ).toBe(checked)
      }),
    )
  })

  test('anything at all is a value or a refusal that names the field, never another failure', () => {
    const anything = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.constant(null), day)
    fc.assert(
      fc.property(anything, (it) => {
        const refusal = refusalOf(() => checkValue(field(kind), it))
        if (refusal) expect(refusal.data).toMatchObject({ name: 'Поле', field: `fields.${field(kind).id}` })
        const typed = refusalOf(() => parseValue(field(kind), String(it), 2))
        if (typed) expect(typed.code).toBe('badFieldValue')
      }),
    )
  })

  test('is shown in both languages', () => {
    fc.assert(
      fc.property(value, (it) => {
        for (const language of ['ru', 'en'] as const)
          expect(showValue(field(kind), it, language, 'RUB')).not.toBe('')
      }),
    )
  })
})

describe('choices', () => {
  let made = 0
  const makeId = (): string => `new${++made}`
  test('keep their ids under new names, and get one when they are new', () => {
    expect(nameChoices([{ id: 'a', name: ' Да ' }, { name: 'Нет' }], ['a', 'b'], makeId)).toEqual({
      a: 'Да',
      new1: 'Нет',
    })
  })
  test.each([
    [[{ name: 'Да' }, { name: 'да' }], 'choiceTwice'],
    [[{ name: 'Ёлка' }, { name: 'елка ' }], 'choiceTwice'],
    [[{ id: 'z', name: 'Да' }], 'notFound'],
    [
      [
        { id: 'a', name: 'Да' },
        { id: 'a', name: 'Нет' },
      ],
      'notFound',
    ],
  ])('%j is refused: %s', (given, code) => {
    expect(refusalOf(() => nameChoices(given, ['a'], makeId))?.code).toBe(code)
  })
})
