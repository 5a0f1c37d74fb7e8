const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whose queue the address names. */
export function todaySearch(search: Record<string, unknown>): { owner?: string | undefined } {
  const { owner } = search
  return typeof owner === 'string' && uuid.test(owner) ? { owner } : {}
}
