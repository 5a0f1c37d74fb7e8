import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addResults } from './add-results.ts'

const row = (who: string, won: number, lost: number, wonMinor: number) => ({ who, won, lost, wonMinor })

test('rows of one key are one sum', () => {
  const rows = [row('a', 1, 2, 10), row('b', 3, 0, 5), row('a', 4, 1, 7)]
  expect(addResults(rows, (it) => it.who).map(({ key, sum }) => [key, sum])).toEqual([
    ['a', { won: 5, lost: 3, wonMinor: 17 }],
    ['b', { won: 3, lost: 0, wonMinor: 5 }],
  ])
})

test('whatever they are parted by, nothing is lost', () => {
  const count = fc.nat(1000)
  const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), count, count, count).map((it) => row(...it)))
  fc.assert(
    fc.property(rows, (all) => {
      const whole = addResults(all, () => 'all')[0]?.sum ?? { won: 0, lost: 0, wonMinor: 0 }
      const parts = addResults(all, (it) => it.who).map(({ sum, key }) => ({ ...sum, who: key }))
      expect(addResults(parts, () => 'all')[0]?.sum ?? whole).toEqual(whole)
    }),
  )
})
