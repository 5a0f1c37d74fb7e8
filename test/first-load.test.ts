import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const built = join(import.meta.dirname, '../dist/web')

/** The scripts and styles that the client list asks for before it shows, by name. */
function filesOfFirstScreen(): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  const add = (name: string): void => {
    if (found.has(name)) return
    const content = readFileSync(join(built, 'assets', name))
    found.set(name, content)
    if (!name.endsWith('.js')) return
    for (const [, next] of content.toString().matchAll(/(?:import|from)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      add(next ?? '')
  }
  const page = readFileSync(join(built, 'index.html'), 'utf8')
  for (const [, name] of page.matchAll(/assets\/([^"]+\.(?:js|css))"/g)) add(name ?? '')
  return found
}

test('the first screen is light: scripts and styles, without fonts and rows', () => {
  const files = [...filesOfFirstScreen().values()]
  const bytes = files.reduce((sum, content) => sum + gzipSync(content).length, 0)
  expect(files.length).toBeGreaterThan(5)
  expect(bytes / 1000, 'KB gzip; what does not show at once belongs into a lazy part').toBeLessThan(280)
})

test('the browser gets no schemas: the server alone validates', () => {
  const scripts = readdirSync(join(built, 'assets')).filter((it) => it.endsWith('.js'))
  const withSchemas = scripts.filter((it) => readFileSync(join(built, 'assets', it)).includes('_zod'))
  expect(withSchemas).toEqual([])
})
