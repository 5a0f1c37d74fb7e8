import { expect, test } from 'vitest'
import { judgeStages, MOST_STAGES } from './judge-stages.ts'

const kept = [
  { id: 'a', kind: 'open' as const, preset: 'asked' },
  { id: 'w', kind: 'won' as const, preset: 'paid' },
  { id: 'l', kind: 'lost' as const, preset: 'declined' },
]
const same = kept.map(({ id, kind }) => ({ id, kind, name: null }))
const [first, won, lost] = same as [(typeof same)[0], (typeof same)[0], (typeof same)[0]]

test('a way has a beginning and both ends, one of each', () => {
  expect(judgeStages(same, kept)).toBeNull()
  for (const stages of [
    [first, won],
    [first, lost],
    [won, lost],
    [first, won, { ...won, id: undefined, name: 'Ещё' }, lost],
  ])
    expect(judgeStages(stages, kept)).toEqual({ kind: 'endsMissing' })
})

test('two hundred stages are refused, forty are not', () => {
  const many = (count: number) => [
    ...Array.from({ length: count - 2 }, (_none, at) => ({ kind: 'open' as const, name: `Этап ${at}` })),
    won,
    lost,
  ]
  expect(judgeStages(many(MOST_STAGES), kept)).toBeNull()
  expect(judgeStages(many(200), kept)).toEqual({ kind: 'tooManyStages', most: MOST_STAGES })
})

test('a stage has a name of its own or one that Gorn gave, and stays what it is', () => {
  expect(judgeStages([first, { kind: 'open', name: null }, won, lost], kept)).toEqual({
    kind: 'nameMissing',
    at: 1,
  })
  expect(judgeStages([{ ...first, id: 'x' }, won, lost], kept)).toEqual({ kind: 'strangeStage', id: 'x' })
  expect(judgeStages([first, first, won, lost], kept)).toEqual({ kind: 'strangeStage', id: 'a' })
  expect(judgeStages([first, { ...lost, kind: 'won' }, { ...won, kind: 'lost' }], kept)).toEqual({
    kind: 'strangeStage',
    id: 'l',
  })
})
