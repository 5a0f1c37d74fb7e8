import { describe, expect, test } from 'vitest'
import { stagePath } from './stage-path.ts'

const stages = [
  { id: 'asked', kind: 'open' },
  { id: 'met', kind: 'open' },
  { id: 'offered', kind: 'open' },
  { id: 'paid', kind: 'won' },
  { id: 'gone', kind: 'lost' },
] as const
const hour = 3_600_000
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T10:00:00Z`
const go = (toStageId: string, on: number, isUndone = false) => ({ at: day(on), toStageId, isUndone })
const shown = (moves: ReturnType<typeof go>[], current: string, now: number) =>
  stagePath(stages, moves, current, Date.parse(day(now))).map(
    ({ stage, state, milliseconds }) =>
      `${stage.id} ${state} ${milliseconds === null ? '–' : milliseconds / hour / 24}`,
  )

describe('the way of a deal', () => {
  test('tells how long it stood where, and what lies ahead', () => {
    expect(shown([go('asked', 1), go('met', 4)], 'met', 9)).toEqual([
      'asked passed 3',
      'met current 5',
      'offered ahead –',
    ])
  })
  test('marks what was passed over', () => {
    expect(shown([go('asked', 1), go('offered', 3)], 'offered', 4)).toEqual([
      'asked passed 2',
      'met skipped –',
      'offered current 1',
    ])
  })
  test('adds up stays, in whatever order the moves come', () => {
    expect(shown([go('asked', 8), go('met', 4), go('asked', 1)], 'asked', 10)).toEqual([
      'asked current 5',
      'met passed 4',
      'offered ahead –',
    ])
  })
  test('does not count what was taken back', () => {
    expect(shown([go('asked', 1), go('met', 4, true)], 'asked', 9)).toEqual([
      'asked current 8',
      'met ahead –',
      'offered ahead –',
    ])
  })
  test('ends with the end that was reached, and no other', () => {
    expect(shown([go('asked', 1), go('paid', 2)], 'paid', 3)).toEqual([
      'asked passed 1',
      'met skipped –',
      'offered skipped –',
      'paid current 1',
    ])
    expect(shown([go('asked', 1), go('gone', 2)], 'gone', 3)).toEqual([
      'asked passed 1',
      'met ahead –',
      'offered ahead –',
      'gone current 1',
    ])
  })
  test('without a single move all is known that can be: where it stands', () => {
    expect(shown([], 'met', 3)).toEqual(['asked skipped –', 'met current –', 'offered ahead –'])
  })
})
