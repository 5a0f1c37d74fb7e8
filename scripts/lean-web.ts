// Two parts of the web build: what the browser has no use for is left out of it.
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

// Of an operation the browser needs to know how to call it and who may; the server alone validates.
function told(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  if ('_zod' in value) return 'options' in value ? { options: value.options } : undefined
  if ('method' in value && 'path' in value && 'access' in value) {
    const { method, path, access } = value
    return { method, path, access, ...('byToken' in value && { byToken: value.byToken }) }
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, told(part)]))
}

/** Contracts as plain data, without the schemas and the library that reads them. */
export const plainContracts: Plugin = {
  name: 'gorn-plain-contracts',
  apply: 'build',
  enforce: 'pre',
  async load(id) {
    if (!/[/\\](\w+-)?contract\.ts$/.test(id)) return null
    const given = Object.entries((await import(pathToFileURL(id).href)) as Record<string, unknown>)
    const lines = given.flatMap(([name, value]) => {
      const text = typeof value === 'function' ? undefined : JSON.stringify(told(value))
      return text === undefined ? [] : [`export const ${name} = ${text}\n`]
    })
    return lines.join('')
  },
}

// The style sheet of the kit holds all its components; each has classes of its own, named again in its script.
const kitClass = /\bm_[0-9a-f]{6,}/g

/** Takes the rules of kit components that are used nowhere out of the style sheet. */
export const usedStyles: Plugin = {
  name: 'gorn-used-styles',
  apply: 'build',
  generateBundle(_options, bundle) {
    const used = new Set<string>()
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') for (const name of file.code.match(kitClass) ?? []) used.add(name)
    const isUnused = (selector: string): boolean => {
      const classes = selector.match(kitClass)
      return classes !== null && !classes.some((it) => used.has(it))
    }
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
      file.source = String(file.source)
        // A comma inside of brackets parts no selectors.
        .replace(/([^{}]+)\{[^{}]*\}/g, (rule: string, selectors: string) =>
          selectors.split(/,(?![^(]*\))/).every(isUnused) ? '' : rule,
        )
        .replace(/@(media|supports|container)[^{};]+\{\}/g, '')
    }
  },
}
