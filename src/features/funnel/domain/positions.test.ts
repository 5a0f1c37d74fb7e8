import { expect, test } from 'vitest'
import { placeStages } from './positions.ts'

test('open stages by place and id, what is won after them, what is lost nowhere', () => {
  const stages = [
    { id: 'lost', kind: 'lost' as const, place: 9 },
    { id: 'won', kind: 'won' as const, place: 1 },
    { id: 'c', kind: 'open' as const, place: 2 },
    { id: 'b', kind: 'open' as const, place: 2 },
    { id: 'a', kind: 'open' as const, place: 5 },
  ]
  expect(placeStages(stages).map(({ id, position }) => [id, position])).toEqual([
    ['b', 1],
    ['c', 2],
    ['a', 3],
    ['won', 4],
    ['lost', null],
  ])
})
