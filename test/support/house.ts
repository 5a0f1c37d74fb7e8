import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

/** The slices in their order: each may know the public face of earlier ones only. */
export const sliceOrder = [
  'team',
  'history',
  'tokens',
  'backups',
  'fields',
  'clients',
  'dossier',
  'contacts',
  'orders',
  'segments',
  'funnel',
  'leads',
  'forms',
  'registry',
  'imports',
  'duplicates',
  'plan',
  'focus',
  'meetings',
  'ideas',
  'campaigns',
  'webhooks',
]

export type House = Map<string, string>

/** All sources under src: path from the repository's root → text. */
export function readHouse(root: string): House {
  const house: House = new Map()
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    house.set(relative(root, path), readFileSync(path, 'utf8'))
  }
  return house
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"\n]*?(?:\{[^}]*\}[^'"\n]*)?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g

/** What a file imports: paths of the house, or names of packages. */
export function importsOf(path: string, text: string): string[] {
  const found: string[] = []
  for (const match of text.matchAll(importPattern)) {
    const name = match[1] ?? match[2] ?? match[3] ?? ''
    if (name.startsWith('#')) found.push(`src/${name.slice(1)}`)
    else if (name.startsWith('.')) found.push(normalize(join(dirname(path), name)))
    else found.push(name)
  }
  return found
}

type Place =
  | {
      kind:
        | 'kernel'
        | 'server'
        | 'web'
        | 'webRouter'
        | 'compose'
        | 'contract'
        | 'refusals'
        | 'main'
        | 'outer'
        | 'package'
    }
  | { kind: 'slice'; slice: string; part: 'domain' | 'contract' | 'public' | 'ui' | 'inside' }

/** Where in the house a path lies. */
export function placeOf(path: string): Place {
  if (!path.startsWith('src/')) return { kind: 'package' }
  const [, top = '', slice = '', next = ''] = path.split('/')
  if (top === 'kernel') return { kind: 'kernel' }
  if (top === 'server') return { kind: 'server' }
  if (top === 'web')
    return {
      kind: path === 'src/web/router.tsx' || slice === 'routes' || slice === 'main.tsx' ? 'webRouter' : 'web',
    }
  if (top === 'compose.ts') return { kind: 'compose' }
  if (top === 'contract.ts') return { kind: 'contract' }
  if (top === 'refusals.ts') return { kind: 'refusals' }
  if (top === 'main.ts') return { kind: 'main' }
  if (top === 'features') {
    const part =
      next === 'domain' || next === 'ui'
        ? next
        : next === 'contract.ts' || next.endsWith('-contract.ts')
          ? 'contract'
          : next === 'public.ts'
            ? 'public'
            : 'inside'
    return { kind: 'slice', slice, part }
  }
  return { kind: 'outer' }
}

/** Whether a file at one place may import a file at another; the arrow of the house in one function. */
function mayImport(from: Place, to: Place, isTest: boolean): boolean {
  if (to.kind === 'package' || to.kind === 'kernel') return true
  if (isTest && (to.kind === 'server' || to.kind === 'compose' || to.kind === 'contract')) return true
  if (from.kind === 'slice') return sliceMayImport(from, to)
  if (from.kind === 'kernel') return false
  if (from.kind === 'server') return to.kind === 'server'
  if (from.kind === 'contract')
    return (to.kind === 'slice' && to.part === 'contract') || to.kind === 'server' || to.kind === 'outer'
  if (from.kind === 'refusals') return to.kind === 'slice' && to.part === 'ui'
  if (from.kind === 'compose')
    return (
      to.kind === 'server' ||
      to.kind === 'outer' ||
      to.kind === 'contract' ||
      to.kind === 'refusals' ||
      (to.kind === 'slice' && to.part !== 'ui' && to.part !== 'domain')
    )
  if (from.kind === 'web') return ['web', 'contract', 'refusals'].includes(to.kind)
  if (from.kind === 'webRouter')
    return ['web', 'webRouter', 'contract'].includes(to.kind) || (to.kind === 'slice' && to.part === 'ui')
  // main, the command line and the demo company stand outside: they use what is composed and public.
  return to.kind === 'slice' ? to.part === 'public' : to.kind !== 'web' && to.kind !== 'webRouter'
}

function sliceMayImport(from: Extract<Place, { kind: 'slice' }>, to: Place): boolean {
  if (from.part === 'ui' && (to.kind === 'web' || to.kind === 'contract' || to.kind === 'refusals'))
    return true
  if (to.kind === 'server') return from.part === 'inside' || from.part === 'public'
  if (to.kind !== 'slice') return false
  if (to.slice === from.slice) {
    if (from.part === 'domain') return to.part === 'domain'
    if (from.part === 'contract') return to.part === 'domain' || to.part === 'contract'
    if (from.part === 'ui') return to.part === 'ui' || to.part === 'domain' || to.part === 'contract'
    return to.part !== 'ui'
  }
  const isEarlier = sliceOrder.indexOf(to.slice) < sliceOrder.indexOf(from.slice)
  if (from.part === 'ui') return isEarlier && (to.part === 'contract' || to.part === 'domain')
  if (from.part === 'contract') return isEarlier && to.part === 'contract'
  return isEarlier && to.part === 'public' && from.part !== 'domain'
}

const homeless = /(^|\/)(utils?|helpers?|misc|common|lib|services|shared)(\/|\.tsx?$)/
const impure =
  /\bawait\b|\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|from 'node:|from 'pg'|from 'kysely'/

/** Every breach of the rules of the house, a line each; empty when it is sound. */
export function findBreaches(house: House): string[] {
  const breaches: string[] = []
  const graph = new Map<string, string[]>()
  for (const [path, text] of house) {
    const isTest = /\.test\.tsx?$/.test(path)
    const from = placeOf(path)
    const imports = importsOf(path, text)
    if (!isTest)
      graph.set(
        path,
        imports.filter((it) => house.has(it)),
      )
    // The services that a slice is handed have that name everywhere.
    if (homeless.test(path) && path !== 'src/server/services.ts')
      breaches.push(`${path}: a name that says nothing`)
    if (/(^|\/)index\.tsx?$/.test(path)) breaches.push(`${path}: no index files`)
    if (from.kind === 'slice' && !sliceOrder.includes(from.slice))
      breaches.push(`${path}: ${from.slice} has no place in the order`)
    if (from.kind === 'slice' && from.part === 'domain' && !isTest && impure.test(text))
      breaches.push(`${path}: domain is pure`)
    for (const target of imports) {
      if (target.startsWith('test/') && isTest) continue
      if (target.startsWith('src/') && !house.has(target) && !/\.(css|svg)$/.test(target))
        breaches.push(`${path} → ${target}: not there`)
      else if (!mayImport(from, placeOf(target), isTest))
        breaches.push(`${path} → ${target}: against the arrow`)
    }
  }
  return [...breaches, ...findCycles(graph)]
}

/** Import cycles, each once. */
function findCycles(graph: Map<string, string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
      return
    }
    state.set(path, 'open')
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of graph.keys()) visit(path, [])
  return cycles
}
