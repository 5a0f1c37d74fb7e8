import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../src')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /(ui|shell|widgets|cli)\/([a-z]+-)?text\.ts$/.test(path))
  .sort()

type Catalogue = Record<string, unknown>

/** Every leaf of a catalogue with its path; functions are called with small numbers and words. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    const call = value as (...args: unknown[]) => unknown
    const args = Array.from({ length: call.length }, (_none, index) => (index % 2 === 0 ? 2 : 'x'))
    // A text for money or a row takes an object; those are read by the screens that use them.
    try {
      return leaves(call(...args), path)
    } catch (error) {
      if (error instanceof TypeError) return [[path, '']]
      throw error
    }
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}.${index}`))
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, path ? `${path}.${key}` : key))
  }
  return []
}

async function load(path: string): Promise<{ ru: Catalogue; en: Catalogue }> {
  const module = (await import(join(root, path))) as Record<string, unknown>
  const found = 'ru' in module ? module : Object.values(module)[0]
  return found as { ru: Catalogue; en: Catalogue }
}

describe.each(files)('%s', (path) => {
  test('both languages say the same things', async () => {
    const { ru, en } = await load(path)
    const paths = (catalogue: Catalogue): string[] =>
      leaves(catalogue)
        .map(([key]) => key)
        .sort()
    expect(paths(en)).toEqual(paths(ru))
  })
  test('Russian is Russian, English is English', async () => {
    const { ru, en } = await load(path)
    const foreign = leaves(en).filter(
      ([key, text]) => /[а-яё]/i.test(text) && !/languages|otherLanguage/.test(key),
    )
    expect(foreign).toEqual([])
    expect(leaves(ru).filter(([, text]) => /[а-яё]/i.test(text)).length).toBeGreaterThan(
      leaves(ru).length / 2,
    )
  })
  test('the voice is calm: no exclamation marks, no «пожалуйста»', async () => {
    const { ru, en } = await load(path)
    const loud = [...leaves(ru), ...leaves(en)].filter(([, text]) => /!|пожалуйста|please/i.test(text))
    expect(loud).toEqual([])
  })
})

test('screens hold no Russian words of their own', () => {
  const screens = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.tsx'),
  )
  const loose = screens.filter((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .some((line) => /[а-яё]/i.test(line.replace(/\/\/.*|\/?\*.*/, ''))),
  )
  expect(loose).toEqual([])
})

test('every action that is recorded has a name in the history, in src/features/history/ui/text.ts', async () => {
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
  )
  const recorded = new Set(
    sources.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/action: '([a-z]\w*\.\w+)'/gi)].map(
        (it) => it[1] ?? '',
      ),
    ),
  )
  expect(recorded.size).toBeGreaterThan(15)
  const { ru } = await load('features/history/ui/text.ts')
  expect([...recorded].filter((action) => !(action in (ru['actions'] as object)))).toEqual([])
})
