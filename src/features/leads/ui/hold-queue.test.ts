import { expect, test } from 'vitest'
import type { QueueRow } from '../contract.ts'
import { holdQueue } from './hold-queue.ts'

const row = (part: string, id: string, phone = ''): QueueRow =>
  ({ part, clientId: 'client', phone, deal: { id } }) as QueueRow
const shown = [row('waiting', 'a'), row('step', 'b'), row('noStep', 'c')]
const keys = (rows: readonly QueueRow[]): string[] => rows.map((it) => `${it.part} ${it.deal?.id}`)

test('what is known of a row is shown in its place; what came, went or moved is counted', () => {
  const told = [row('waiting', 'd'), row('waiting', 'a', '+7'), row('step', 'c')]
  const { rows, changed } = holdQueue(shown, told)
  expect(keys(rows)).toEqual(keys(shown))
  expect(rows[0]?.phone).toBe('+7')
  // d came, b went, c is in another part.
  expect(changed).toBe(3)
})

test('the same in the same order is no change; in another order it is one', () => {
  expect(holdQueue(shown, [...shown])).toEqual({ rows: shown, changed: 0 })
  expect(holdQueue(shown, shown.toReversed()).changed).toBe(1)
  expect(holdQueue([], []).changed).toBe(0)
})
