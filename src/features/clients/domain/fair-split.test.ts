import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fairSplit } from './fair-split.ts'

const client = (id: string, weight: number) => ({ id, weight })
const idsOf = (parts: { id: string }[][]) => parts.map((part) => part.map((it) => it.id))

test('the largest goes to one, the rest to the other', () => {
  const base = [client('a', 10), client('b', 6), client('c', 4), client('d', 1)]
  expect(idsOf(fairSplit(base, 2))).toEqual([
    ['a', 'd'],
    ['b', 'c'],
  ])
})

test('those who bring nothing are dealt out by number', () => {
  const base = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => client(id, 0))
  expect(fairSplit([client('x', 5), ...base, client('y', -3)], 2).map((part) => part.length)).toEqual([4, 4])
})

test('nobody takes nothing', () => {
  expect(fairSplit([client('a', 1)], 0)).toEqual([])
  expect(fairSplit([], 2)).toEqual([[], []])
})

test('nobody is lost, nobody is given twice, and the sums differ by no more than the largest client', () => {
  const base = fc.array(fc.integer({ min: -100, max: 1_000_000 }), { maxLength: 60 })
  fc.assert(
    fc.property(base, fc.integer({ min: 1, max: 7 }), (weights, count) => {
      const clients = weights.map((weight, at) => client(String(at), weight))
      const parts = fairSplit(clients, count)
      expect(parts).toHaveLength(count)
      expect(
        parts
          .flat()
          .map((it) => it.id)
          .sort(),
      ).toEqual(clients.map((it) => it.id).sort())
      const sums = parts.map((part) => part.reduce((sum, it) => sum + Math.max(0, it.weight), 0))
      const largest = Math.max(0, ...weights)
      expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(largest)
      // The same base is cut in the same way, however it was read.
      expect(fairSplit([...clients].reverse(), count)).toEqual(parts)
    }),
  )
})
