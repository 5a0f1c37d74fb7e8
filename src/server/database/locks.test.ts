import { expect, test } from 'vitest'
import { locks } from './locks.ts'

test('no two kinds of work take turns by the same lock', () => {
  expect(new Set(Object.values(locks)).size).toBe(Object.values(locks).length)
})
