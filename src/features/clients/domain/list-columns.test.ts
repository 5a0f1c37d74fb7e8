import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeColumn, shownColumns } from './list-columns.ts'

const known = [
  { id: 'client', isFixed: true },
  { id: 'class', isDefault: true },
  { id: 'city' },
  { id: 'owner', isDefault: true },
]
const ids = (chosen: string[] | null): string[] => shownColumns(known, chosen).map(({ id }) => id)

describe('the columns to show', () => {
  test('without a choice those that the list begins with, else the chosen ones in their order', () => {
    expect(ids(null)).toEqual(['client', 'class', 'owner'])
    expect(ids(['owner', 'city'])).toEqual(['client', 'owner', 'city'])
    expect(ids([])).toEqual(['client'])
  })
  test('a column that has gone, one named twice and a fixed one do no harm', () => {
    expect(ids(['gone', 'city', 'client', 'city'])).toEqual(['client', 'city'])
  })
})

test('a column is at the place it was put to, and the others keep their order', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
  fc.assert(
    fc.property(names, fc.constantFrom('a', 'b', 'x'), fc.integer({ min: -1, max: 7 }), (all, id, place) => {
      const placed = placeColumn(all, id, place)
      const others = all.filter((it) => it !== id)
      expect(placed.filter((it) => it !== id)).toEqual(others)
      expect(placed.indexOf(id)).toBe(Math.max(0, Math.min(others.length, place)))
      expect(placeColumn(placed, id, null)).toEqual(others)
    }),
  )
})
