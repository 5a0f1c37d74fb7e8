import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requirable } from './fields.ts'
import { judgeDossier } from './judge-dossier.ts'

describe('how complete a dossier is', () => {
  test.each([
    [['industry', 'pain', 'offer'], ['pain'], ['industry', 'offer'], 33],
    [['industry', 'pain', 'offer'], ['offer', 'pain', 'news'], ['industry'], 67],
    [['inn', 'decisionMaker'], ['decisionMaker', 'inn'], [], 100],
    [['pain'], [], ['pain'], 0],
    [[], [], [], 100],
  ] as const)('of %j, %j are known: %j are missing, %i %%', (required, known, missing, completeness) => {
    expect(judgeDossier(required, new Set(known))).toEqual({ missing, completeness })
  })

  test('is a hundred percent when nothing is missing and only then, in whatever order it is required', () => {
    const names = fc.subarray([...requirable])
    fc.assert(
      fc.property(names, names, (required, known) => {
        const judged = judgeDossier(required, new Set(known))
        expect(judged.completeness === 100).toBe(judged.missing.length === 0)
        expect(judgeDossier(required.toReversed(), new Set(known)).completeness).toBe(judged.completeness)
        expect(judgeDossier(required, new Set([...known, ...judged.missing])).completeness).toBe(100)
      }),
    )
  })
})
