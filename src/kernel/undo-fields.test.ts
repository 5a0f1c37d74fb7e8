import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planUndo } from './undo-fields.ts'

test('a field returns unless somebody changed it since', () => {
  const before = { id: 'x', rev: 1, city: null, phone: '1', note: 'а' }
  const after = { id: 'x', rev: 2, city: 'Азов', phone: '2', note: 'а' }
  expect(planUndo(before, after, { ...after, rev: 3, phone: '3', note: 'б' })).toEqual({
    restore: { city: null },
    kept: ['phone'],
  })
})

test('a tag put on by the change goes, one put on since stays', () => {
  const [before, after] = [{ tags: { a: true } }, { tags: { a: true, b: true } }]
  expect(planUndo(before, after, { tags: { a: true, b: true, c: true } })).toEqual({
    restore: { tags: { a: true, c: true } },
    kept: [],
  })
  expect(planUndo(after, before, { tags: { c: true } })).toEqual({
    restore: { tags: { c: true, b: true } },
    kept: [],
  })
})

const value = fc.constantFrom(null, 'а', 'б', 'в')
const row = fc.record({
  city: value,
  phone: value,
  fields: fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('1', '2')),
})

// The second method: every cell of the table on its own, groups flattened.
const cells = (it: object): Map<string, unknown> =>
  new Map(
    Object.entries(it).flatMap(([name, cell]) =>
      typeof cell === 'object' && cell !== null
        ? Object.entries(cell as object).map(([key, inner]) => [`${name}.${key}`, inner] as const)
        : [[name, cell] as const],
    ),
  )

test('exactly the promised cells return, whatever was changed before and since', () => {
  fc.assert(
    fc.property(row, row, row, (before, after, current) => {
      const { restore, kept } = planUndo(before, after, current)
      const [was, became, is, now] = [before, after, current, { ...current, ...restore }].map(cells)
      for (const name of ['city', 'phone', 'fields.x', 'fields.y', 'fields.z']) {
        const of = (table: Map<string, unknown> | undefined): unknown => table?.get(name) ?? null
        const isChanged = of(was) !== of(became)
        const isChangedSince = of(is) !== of(became)
        expect(of(now)).toBe(isChanged && !isChangedSince ? of(was) : of(is))
        expect(kept.includes(name)).toBe(isChanged && isChangedSince && of(is) !== of(was))
      }
    }),
  )
})

test('an undo of an undo leaves the row as the change had left it', () => {
  fc.assert(
    fc.property(row, row, (before, after) => {
      const undone = { ...after, ...planUndo(before, after, after).restore }
      const redone = { ...undone, ...planUndo(after, undone, undone).restore }
      expect(cells(redone)).toEqual(cells(after))
    }),
  )
})
