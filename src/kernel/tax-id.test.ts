import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import papa from 'papaparse'
import { expect, test } from 'vitest'
import { checkInn, checkKpp, checkOgrn, restoreInn } from './tax-id.ts'

const file = readFileSync(join(import.meta.dirname, '../../test/data/ru/companies/inn-ogrn.csv'), 'utf8')
const known = papa.parse<{ kind: string; number: string; valid: string }>(file, {
  header: true,
  skipEmptyLines: true,
}).data

test('the published numbers pass or fail as published', () => {
  const wrong = known.filter(({ kind, number, valid }) => {
    const { ok } = /ogrn/i.test(kind) ? checkOgrn(number) : checkInn(number)
    return ok !== /^(1|true|yes)$/i.test(valid)
  })
  expect(wrong).toEqual([])
  expect(known.length).toBe(75)
})

test('all zeros pass the sum and are refused', () => {
  expect(checkInn('0000000000')).toEqual({ ok: false, reason: 'zeros' })
  expect(checkOgrn('0000000000000')).toEqual({ ok: false, reason: 'zeros' })
})

test('a KPP has a shape', () => {
  expect(checkKpp('770701001').ok).toBe(true)
  expect(checkKpp('7707AB001').ok).toBe(true)
  expect(checkKpp('77070100')).toEqual({ ok: false, reason: 'length' })
})

test('one wrong digit never passes an INN of ten', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const inn = '7707083893'
      const changed = [...inn]
        .map((digit, index) => (index === at ? String((Number(digit) + by) % 10) : digit))
        .join('')
      // A remainder of 10 counts as 0, so two remainders share a digit: those pairs alone may pass.
      const { ok } = checkInn(changed)
      if (ok)
        expect([0, 10]).toContain(
          changed
            .slice(0, 9)
            .split('')
            .reduce(
              (sum, digit, index) => sum + Number(digit) * ([2, 4, 10, 3, 5, 9, 4, 6, 8][index] ?? 0),
              0,
            ) % 11,
        )
    }),
  )
})

test('a lost leading zero is given back only when the sum agrees', () => {
  const inn = known.find(
    ({ kind, number, valid }) => /inn/i.test(kind) && number.startsWith('0') && /^(1|true|yes)$/i.test(valid),
  )?.number
  if (inn) expect(restoreInn(inn.slice(1))).toBe(inn)
  expect(restoreInn('123456789')).toBeNull()
})
