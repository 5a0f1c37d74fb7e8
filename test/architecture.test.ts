import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBreaches, type House, importsOf, readHouse } from './support/house.ts'

const root = join(import.meta.dirname, '..')

describe('the house', () => {
  test('stands by its rules', () => {
    const house = readHouse(root)
    expect(house.size).toBeGreaterThan(20)
    expect(findBreaches(house)).toEqual([])
  })

  const planted: [string, House, RegExp][] = [
    [
      'kernel knows a slice',
      new Map([['src/kernel/a.ts', "import { x } from '#features/team/public.ts'"]]),
      /not there|arrow/,
    ],
    [
      'server names a feature',
      new Map([
        ['src/server/a.ts', "import { x } from '../features/team/public.ts'"],
        ['src/features/team/public.ts', ''],
      ]),
      /server\/a.ts → .*against the arrow/,
    ],
    [
      'a slice reaches into the inside of an earlier one',
      new Map([
        ['src/features/clients/api.ts', "import { x } from '../team/store.ts'"],
        ['src/features/team/store.ts', ''],
      ]),
      /against the arrow/,
    ],
    [
      'a slice uses a later one',
      new Map([
        ['src/features/team/api.ts', "import { x } from '#features/clients/public.ts'"],
        ['src/features/clients/public.ts', ''],
      ]),
      /against the arrow/,
    ],
    [
      'the domain asks the database, also by a type',
      new Map([
        ['src/features/team/domain/a.ts', "import type { Db } from '#server/database/connect.ts'"],
        ['src/server/database/connect.ts', ''],
      ]),
      /against the arrow/,
    ],
    [
      'the domain reads the clock',
      new Map([['src/features/team/domain/a.ts', 'export const now = () => Date.now()']]),
      /pure/,
    ],
    [
      'the server imports a screen',
      new Map([
        ['src/features/team/api.ts', "import { x } from './ui/text.ts'"],
        ['src/features/team/ui/text.ts', ''],
      ]),
      /against the arrow/,
    ],
    ['a file without a meaning', new Map([['src/kernel/utils.ts', '']]), /says nothing/],
    ['a barrel', new Map([['src/kernel/index.ts', '']]), /no index/],
    ['a slice without a place', new Map([['src/features/billing/api.ts', '']]), /no place/],
    [
      'a cycle through types',
      new Map([
        ['src/kernel/a.ts', "import type { B } from './b.ts'"],
        ['src/kernel/b.ts', "import type { A } from './a.ts'"],
      ]),
      /cycle/,
    ],
  ]
  test.each(planted)('a planted breach is found: %s', (_name, house, expected) => {
    expect(findBreaches(house).join('\n')).toMatch(expected)
  })

  test('imports of every form are seen', () => {
    const text = `import a from './a.ts'\nimport {\n  b,\n  c,\n} from "#kernel/b.ts"\nexport { d } from './d.ts'\nconst e = await import('./e.ts')\nimport './f.css'\nexport * as g from './g.ts'`
    expect(importsOf('src/web/x.ts', text)).toEqual([
      'src/web/a.ts',
      'src/kernel/b.ts',
      'src/web/d.ts',
      'src/web/e.ts',
      'src/web/f.css',
      'src/web/g.ts',
    ])
  })
})
