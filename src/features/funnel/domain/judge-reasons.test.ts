import { describe, expect, test } from 'vitest'
import { judgeReasons } from './judge-reasons.ts'

const kept = [
  { id: 'price', parentId: null, preset: 'price' },
  { id: 'dear', parentId: 'price', preset: 'tooDear' },
  { id: 'own', parentId: 'price', preset: null },
]
const group = (
  id: string | undefined,
  name: string | null,
  reasons: { id?: string; name: string | null }[] = [],
) => ({
  id,
  name,
  reasons,
})

describe('the reasons of losses', () => {
  test('keep their preset names, get their own, come in any order, and may move to another group', () => {
    expect(judgeReasons([group('price', null, [{ id: 'dear', name: null }])], kept)).toBeNull()
    expect(
      judgeReasons([group(undefined, 'Сроки', [{ id: 'own', name: 'Не успели' }, { name: 'Долго' }])], kept),
    ).toBeNull()
    expect(judgeReasons([group('price', 'Деньги')], kept)).toBeNull()
  })
  test('are refused without a name, twice, at another level, or unknown', () => {
    expect(
      judgeReasons(
        [
          group('price', null, [
            { id: 'dear', name: null },
            { id: 'own', name: null },
          ]),
        ],
        kept,
      ),
    ).toEqual({
      kind: 'reasonNameMissing',
      at: 2,
    })
    expect(judgeReasons([group(undefined, null)], kept)).toEqual({ kind: 'reasonNameMissing', at: 0 })
    for (const groups of [
      [group('price', null), group('price', null)],
      [group('dear', null)],
      [group(undefined, 'Сроки', [{ id: 'price', name: null }])],
      [group('nobody', 'Кто')],
    ])
      expect(judgeReasons(groups, kept)).toMatchObject({ kind: 'strangeReason' })
  })
})
