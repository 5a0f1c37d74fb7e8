import { expect, test } from 'vitest'
import { findUnstorable } from './storable.ts'

test.each([
  [{ name: 'Ромашка 😀', note: null, rev: 1 }, null],
  [{ name: 'a\0b' }, 'name'],
  [{ name: 'a', lines: [{ product: '\ud83d' }] }, 'product'],
  [{ tags: ['ok', '\udc00'] }, 'tags'],
  [undefined, null],
])('%j: %s', (value, field) => {
  expect(findUnstorable(value)).toBe(field)
})
