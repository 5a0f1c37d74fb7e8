import { expect, test } from 'vitest'
import { type Facts, judgeMove } from './judge-move.ts'

const nothing: Facts = {
  amountMinor: null,
  hasStep: false,
  hasContact: false,
  answered: [],
  isBurning: false,
}
const all: Facts = {
  amountMinor: 0,
  hasStep: true,
  hasContact: true,
  answered: ['need', 'money', 'timing', 'decisionMaker'],
  isBurning: false,
}
const noEnding = { reason: null, note: null }
const open = { kind: 'open' as const, requires: ['amount', 'nextStep', 'contact'] as const }
const asking = { kind: 'open' as const, requires: ['amount', 'need', 'decisionMaker'] as const }
const lost = { kind: 'lost' as const, requires: [] }
const allowed = { kind: 'allowed', waived: [] }

test('a stage names exactly what it misses; an amount of nothing is an amount', () => {
  expect(judgeMove(open, nothing, noEnding)).toEqual({
    kind: 'factsMissing',
    missing: ['amount', 'nextStep', 'contact'],
    mayWaive: false,
  })
  expect(judgeMove(open, { ...nothing, hasStep: true }, noEnding)).toMatchObject({
    missing: ['amount', 'contact'],
  })
  expect(judgeMove(open, all, noEnding)).toEqual(allowed)
})

test('a stage may ask for answers about the lead', () => {
  expect(judgeMove(asking, { ...all, answered: ['money', 'need'] }, noEnding)).toMatchObject({
    missing: ['decisionMaker'],
  })
  expect(judgeMove(asking, all, noEnding)).toEqual(allowed)
})

test('an A enters with a word why, and what it misses is told; nobody else does, and not without a word', () => {
  const burning = { ...nothing, isBurning: true }
  const missing = ['amount', 'need', 'decisionMaker']
  expect(judgeMove(asking, burning, noEnding)).toEqual({ kind: 'factsMissing', missing, mayWaive: true })
  expect(judgeMove(asking, burning, noEnding, 'Счёт ждут сегодня')).toEqual({
    kind: 'allowed',
    waived: missing,
  })
  expect(judgeMove(asking, nothing, noEnding, 'Счёт ждут сегодня')).toMatchObject({ mayWaive: false })
  // What is there is not missed, whatever was said.
  expect(judgeMove(asking, { ...all, isBurning: true }, noEnding, 'Счёт ждут сегодня')).toEqual(allowed)
})

test('a loss needs a reason, of an A as well, and some reasons a note', () => {
  expect(judgeMove(lost, all, noEnding)).toEqual({ kind: 'lostReasonMissing' })
  expect(judgeMove(lost, { ...all, isBurning: true }, noEnding, 'Некогда')).toEqual({
    kind: 'lostReasonMissing',
  })
  expect(judgeMove(lost, all, { reason: { needsNote: true }, note: null })).toEqual({
    kind: 'lostNoteMissing',
  })
  expect(judgeMove(lost, all, { reason: { needsNote: true }, note: 'Сменили юрлицо' })).toEqual(allowed)
  expect(judgeMove(lost, nothing, { reason: { needsNote: false }, note: null })).toEqual(allowed)
})
