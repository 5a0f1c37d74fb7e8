/** One field of a record as a change found it and left it; null = empty. */
export type ChangedField = { name: string; before: string | null; after: string | null }

const named = new Set(['id', 'rev'])

function shown(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Groups of keyed values (tags, own fields) are shown key by key.
function flatten(row: object): Map<string, unknown> {
  return new Map(
    Object.entries(row).flatMap(([name, value]): [string, unknown][] =>
      isGroup(value)
        ? Object.entries(value).map(([key, inner]) => [`${name}.${key}`, inner])
        : [[name, value]],
    ),
  )
}

const isLines = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((it) => typeof it === 'string')

// A list of lines is read as lines; an empty one is nothing.
const readable = (value: unknown): string | null => shown(isLines(value) ? value.join('; ') : value)

/** The fields in which a record differs before and after a change, in the order of the record. */
export function changedFields(before: object | null, after: object | null): ChangedField[] {
  const [was, became] = [flatten(before ?? {}), flatten(after ?? {})]
  return [...new Set([...was.keys(), ...became.keys()])]
    .filter((name) => !named.has(name))
    .map((name) => ({ name, before: readable(was.get(name)), after: readable(became.get(name)) }))
    .filter(({ before, after }) => before !== after)
}
