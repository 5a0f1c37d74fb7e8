/** Whether a text can be stored as it is: no zero character and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** The name of the first field, however deep, whose text cannot be stored; null when all can. */
export function findUnstorable(value: unknown, name = ''): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : name
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = isStorable(key) ? findUnstorable(inner, Array.isArray(value) ? name : key) : name
    if (found !== null) return found
  }
  return null
}
