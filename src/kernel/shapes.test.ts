import { expect, test } from 'vitest'
import { dayShape, instantShape } from './shapes.ts'

test.each([
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-02-31', false],
  ['2026-13-01', false],
  ['2026-6-1', false],
  ['0000-01-01', false],
  ['9999-12-31', false],
  ['1900-01-01', true],
  ['2199-12-31', true],
])('%s is a day: %s', (text, isRight) => {
  expect(dayShape.safeParse(text).success).toBe(isRight)
  expect(instantShape.safeParse(`${text}T10:00:00+03:00`).success).toBe(isRight)
})
