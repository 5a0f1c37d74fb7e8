import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '#kernel/refusal.ts'
import { type FieldAsk, readAsks, readConditions, writeAsks } from './conditions.ts'
import type { Field, FieldKind } from './field.ts'

const text = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((it) => it.isWellFormed() && !it.includes('\0'))
const bound = fc.option(text.filter((it) => it !== ''))
const ask: fc.Arbitrary<FieldAsk> = fc.oneof(
  fc.record({
    fieldId: fc.uuid(),
    kind: fc.constant('is' as const),
    values: fc.array(text, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ fieldId: fc.uuid(), kind: fc.constant('range' as const), from: bound, to: bound }),
  fc.record({ fieldId: fc.uuid(), kind: fc.constantFrom('empty' as const, 'filled' as const) }),
)

test('what is asked comes back from the address as it was', () => {
  fc.assert(
    fc.property(fc.array(ask), (asks) => {
      expect(readAsks(writeAsks(asks))).toEqual(asks)
    }),
  )
})

const id = '0198a000-0000-7000-8000-000000000001'
const field = (kind: FieldKind, isRemoved = false): Field => ({
  id,
  rev: 1,
  name: 'Поле',
  kind,
  description: null,
  place: 0,
  choices: [],
  isRemoved,
})
const codeOf = (work: () => unknown): string | null => {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

test.each<[FieldKind, string, object]>([
  ['number', `${id}:is:12.5`, { kind: 'is', values: [12.5] }],
  ['money', `${id}:range:100:`, { kind: 'range', from: 100, to: null }],
  ['date', `${id}:range:2026-01-01:2026-12-31`, { kind: 'range', from: '2026-01-01', to: '2026-12-31' }],
  ['text', `${id}:is:%D0%B0:b`, { kind: 'is', values: ['а', 'b'] }],
  ['choice', `${id}:empty`, { kind: 'empty' }],
])('%s: %s', (kind, asked, condition) => {
  expect(readConditions([field(kind)], asked)).toEqual([{ fieldId: id, ...condition }])
})

test.each<[FieldKind, string, string]>([
  ['number', `${id}:is:много`, 'badFieldCondition'],
  ['number', `${id}:range::`, 'badFieldCondition'],
  ['text', `${id}:range:a:b`, 'badFieldCondition'],
  ['date', `${id}:range:2026-02-31:`, 'badFieldCondition'],
  ['text', `${id}:is:%E0%A4%A`, 'invalidInput'],
  ['text', `${id}:like:x`, 'invalidInput'],
  ['text', 'x', 'invalidInput'],
  ['text', `${id.replace('1', '2')}:filled`, 'fieldGone'],
])('%s: %s is refused: %s', (kind, asked, code) => {
  expect(codeOf(() => readConditions([field(kind)], asked))).toBe(code)
})

test('a removed field is refused, not asked', () => {
  expect(codeOf(() => readConditions([field('text', true)], `${id}:filled`))).toBe('fieldGone')
})

test('any text is conditions or a refusal', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(':', ';', '%', '0', 'é') }),
    fc.array(ask).map(writeAsks),
  )
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom<FieldKind>('text', 'number', 'money', 'date', 'choice'),
      (it, kind) => {
        codeOf(() => readConditions([field(kind)], it.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, id)))
      },
    ),
  )
})
