import { expect, test } from 'vitest'
import { judgeMove } from './judge-move.ts'

const nothing = { amountMinor: null, hasStep: false, hasContact: false }
const all = { amountMinor: 0, hasStep: true, hasContact: true }
const noEnding = { reason: null, note: null }
const open = { kind: 'open' as const, requires: ['amount', 'nextStep', 'contact'] as const }
const lost = { kind: 'lost' as const, requires: [] }

test('a stage names exactly what it misses; an amount of nothing is an amount', () => {
  expect(judgeMove(open, nothing, noEnding)).toEqual({
    kind: 'factsMissing',
    missing: ['amount', 'nextStep', 'contact'],
  })
  expect(judgeMove(open, { ...nothing, hasStep: true }, noEnding)).toEqual({
    kind: 'factsMissing',
    missing: ['amount', 'contact'],
  })
  expect(judgeMove(open, all, noEnding)).toEqual({ kind: 'allowed' })
})

test('a loss needs a reason, and some reasons a note', () => {
  expect(judgeMove(lost, all, noEnding)).toEqual({ kind: 'lostReasonMissing' })
  expect(judgeMove(lost, all, { reason: { needsNote: true }, note: null })).toEqual({
    kind: 'lostNoteMissing',
  })
  expect(judgeMove(lost, all, { reason: { needsNote: true }, note: 'Сменили юрлицо' })).toEqual({
    kind: 'allowed',
  })
  expect(judgeMove(lost, nothing, { reason: { needsNote: false }, note: null })).toEqual({ kind: 'allowed' })
})
