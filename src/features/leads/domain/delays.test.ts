import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delaysOf } from './delays.ts'
import { type Turn, turnCauses, waitsOf } from './waits.ts'

test('only what waited while it was an A, within the period, at each stage it went through', () => {
  const turns: Turn[] = [
    { atMs: 0, to: 'us', cause: 'came' },
    { atMs: 30, to: 'client', cause: 'talk' },
    { atMs: 40, to: 'us', cause: 'stepLate' },
  ]
  const stays = [
    { stageId: 'asked', fromMs: 0, toMs: 20 },
    { stageId: 'met', fromMs: 20, toMs: 100 },
  ]
  const found = delaysOf({ turns, spans: [{ fromMs: 10, toMs: 60 }], stays }, { fromMs: 0, toMs: 50 }, 100)
  expect(found.map((it) => [it.on, it.stageId, it.fromMs, it.toMs, it.sinceMs, it.untilMs])).toEqual([
    ['us', 'asked', 10, 20, 0, 30],
    ['us', 'met', 20, 30, 0, 30],
    ['client', 'met', 30, 40, 30, 40],
    ['us', 'met', 40, 50, 40, null],
  ])
})

test('two halves of a period hold together what the whole holds', () => {
  const turn = fc.record({
    atMs: fc.integer({ min: 0, max: 60 }),
    to: fc.constantFrom('us' as const, 'client' as const),
    cause: fc.constantFrom(...turnCauses),
  })
  fc.assert(
    fc.property(fc.array(turn), fc.integer({ min: 1, max: 63 }), (turns, middle) => {
      const whole = { fromMs: 0, toMs: 64 }
      const of = { turns, spans: [whole], stays: [{ stageId: 'asked', ...whole }] }
      const sum = (fromMs: number, toMs: number) =>
        delaysOf(of, { fromMs, toMs }, 64).reduce((all, it) => all + it.toMs - it.fromMs, 0)
      expect(sum(0, middle) + sum(middle, 64)).toBe(sum(0, 64))
      expect(sum(0, 64)).toBe(waitsOf(turns, 64).reduce((all, it) => all + it.toMs - it.fromMs, 0))
    }),
  )
})
