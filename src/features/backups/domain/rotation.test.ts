import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#kernel/days.ts'
import { backupsToRemove } from './rotation.ts'

const daily = (count: number) =>
  Array.from({ length: count }, (_none, n) => ({ day: addDays('2026-11-24', -n) }))

test('seven days, four weeks and six months of daily backups', () => {
  const all = daily(400)
  const gone = new Set(backupsToRemove(all, { days: 7, weeks: 4, months: 6 }))
  expect(all.filter((it) => !gone.has(it)).map((it) => it.day)).toEqual([
    '2026-11-24',
    '2026-11-23',
    '2026-11-22',
    '2026-11-21',
    '2026-11-20',
    '2026-11-19',
    '2026-11-18',
    // the Sundays before this week, of which the 22nd is kept already
    '2026-11-15',
    '2026-11-08',
    '2026-10-31',
    '2026-09-30',
    '2026-08-31',
    '2026-07-31',
    '2026-06-30',
  ])
})

test('the newest stays, no more stay than are asked for, and rotating day by day loses no month', () => {
  const counts = fc.record({ days: fc.integer({ min: 1, max: 9 }), weeks: fc.nat(6), months: fc.nat(6) })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 120 }), (keep, count) => {
      let kept: { day: string }[] = []
      for (let n = 0; n < count; n++) {
        kept = [{ day: addDays('2026-01-10', n) }, ...kept]
        const gone = new Set(backupsToRemove(kept, keep))
        expect(gone.has(kept[0] ?? { day: '' })).toBe(false)
        kept = kept.filter((it) => !gone.has(it))
      }
      expect(kept.length).toBeLessThanOrEqual(keep.days + keep.weeks + keep.months)
      const months = new Set(kept.map((it) => it.day.slice(0, 7)))
      const lived = new Set(Array.from({ length: count }, (_none, n) => addDays('2026-01-10', n).slice(0, 7)))
      expect(months.size).toBeGreaterThanOrEqual(Math.min(keep.months, lived.size))
    }),
  )
})
