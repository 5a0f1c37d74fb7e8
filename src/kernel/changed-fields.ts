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
function flatten(row: object): Map<string, string | null> {
  return new Map(
    Object.entries(row).flatMap(([name, value]): [string, string | null][] =>
      isGroup(value)
        ? Object.entries(value).map(([key, inner]) => [`${name}.${key}`, shown(inner)])
        : [[name, shown(value)]],
    ),
  )
}

/** The fields in which a record differs before and after a change, in the order of the record. */
export function changedFields(before: object | null, after: object | null): ChangedField[] {
  const [was, became] = [flatten(before ?? {}), flatten(after ?? {})]
  return [...new Set([...was.keys(), ...became.keys()])]
    .filter((name) => !named.has(name))
    .map((name) => ({ name, before: was.get(name) ?? null, after: became.get(name) ?? null }))
    .filter((field) => field.before !== field.after)
}
