import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutBy, lastTurn, type Turn, type TurnCause, turnCauses, type Wait, waitsOf } from './waits.ts'

const us = (atMs: number, cause: TurnCause = 'came'): Turn => ({
  atMs,
  to: 'us',
  cause,
})
const client = (atMs: number): Turn => ({ atMs, to: 'client', cause: 'talk' })
const over = (atMs: number): Turn => ({ atMs, to: 'over' })
const brief = ({ on, fromMs, toMs }: Wait) => `${on} ${fromMs}-${toMs}`

test('a lead waits for us until we spoke, then for the client, and for us again when our step is late', () => {
  const waits = waitsOf([us(0), client(10), client(20), us(50, 'stepLate'), client(70)], 100)
  expect(waits.map(brief)).toEqual(['us 0-10', 'client 10-50', 'us 50-70', 'client 70-100'])
  expect(waits.map((it) => it.cause)).toEqual(['came', 'talk', 'stepLate', 'talk'])
})

test('after the end nobody waits, until it returns', () => {
  expect(waitsOf([us(0), over(10), us(40, 'returned')], 100).map(brief)).toEqual(['us 0-10', 'us 40-100'])
  expect(lastTurn([us(0), over(10)], 100)).toBeNull()
})

test('what somebody says counts most of what is of one moment, and its note stays with the wait', () => {
  const said: Turn = { atMs: 10, to: 'us', cause: 'said', note: 'ждут расчёт' }
  expect(waitsOf([said, client(10), us(0)], 20).map(brief)).toEqual(['us 0-10', 'us 10-20'])
  expect(lastTurn([us(0), { ...said, atMs: 5 }], 20)).toMatchObject({ fromMs: 0, note: 'ждут расчёт' })
  expect(lastTurn([us(0), client(20)], 20)).toMatchObject({ on: 'client', fromMs: 20 })
})

const turn = fc.oneof(
  fc.record({
    atMs: fc.integer({ min: 0, max: 60 }),
    to: fc.constantFrom('us' as const, 'client' as const),
    cause: fc.constantFrom(...turnCauses),
  }),
  fc.record({ atMs: fc.integer({ min: 0, max: 60 }), to: fc.constant('over' as const) }),
)

// The same told by plain steps: after the last turn of a moment it is so until the next moment.
function sideAt(turns: readonly Turn[], moment: number): string | null {
  const known = turns.filter((it) => it.atMs <= moment)
  const at = Math.max(...known.map((it) => it.atMs))
  const now = known.filter((it) => it.atMs === at)
  const sided = now.flatMap((it) => (it.to === 'over' ? [] : [it]))
  if (known.length === 0 || sided.length < now.length) return null
  const best = sided.toSorted((a, b) => turnCauses.indexOf(b.cause) - turnCauses.indexOf(a.cause))[0]
  return best?.to ?? null
}

test('waits never overlap, follow each other, and fill the time in which the deal lived', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(turn, { selector: (it) => `${it.atMs} ${it.to === 'over' ? '' : it.cause}` }),
      (turns) => {
        const waits = waitsOf(turns, 64)
        for (const [at, wait] of waits.entries()) {
          expect(wait.fromMs).toBeLessThan(wait.toMs)
          if (at > 0) expect(wait.fromMs).toBeGreaterThanOrEqual(waits[at - 1]?.toMs ?? 0)
        }
        for (let moment = 0; moment < 64; moment++) {
          const found = waits.find((it) => it.fromMs <= moment && moment < it.toMs)
          expect(found?.on ?? null).toBe(sideAt(turns, moment))
        }
        const alive = Array.from({ length: 64 }, (_, it) => it).filter((it) => sideAt(turns, it) !== null)
        expect(waits.reduce((sum, it) => sum + it.toMs - it.fromMs, 0)).toBe(alive.length)
      },
    ),
  )
})

test('the order in which turns are told does not matter', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(turn, { selector: (it) => `${it.atMs} ${it.to === 'over' ? '' : it.cause}` }),
      (turns) => {
        expect(waitsOf(turns.toReversed(), 64)).toEqual(waitsOf(turns, 64))
      },
    ),
  )
})

test('parts within spans that fill a line make up the whole', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 63 }))
  fc.assert(
    fc.property(fc.array(turn), cuts, (turns, at) => {
      const edges = [0, ...at.toSorted((a, b) => a - b), 64]
      const spans = edges.slice(1).map((toMs, index) => ({ fromMs: edges[index] ?? 0, toMs }))
      const sum = (all: readonly { fromMs: number; toMs: number }[]) =>
        all.reduce((total, it) => total + it.toMs - it.fromMs, 0)
      expect(sum(cutBy(waitsOf(turns, 64), spans))).toBe(sum(waitsOf(turns, 64)))
    }),
  )
})
