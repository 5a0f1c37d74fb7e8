function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** A value as JSON in which the order of keys does not matter: the database keeps an order of its own. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value))
