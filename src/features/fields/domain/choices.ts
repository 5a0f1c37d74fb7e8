import { Refusal } from '#kernel/refusal.ts'
import { sameName } from './field.ts'

const tidy = (name: string): string => name.trim().replace(/\s+/g, ' ')

/**
 * The choices of a field as they are kept, id → name: those with an id keep it under a new name, the others are given one.
 * A name that stands twice is refused, and so is an id that the field never had.
 */
export function nameChoices(
  given: readonly { id?: string | undefined; name: string }[],
  known: readonly string[],
  makeId: () => string,
): Record<string, string> {
  const named: Record<string, string> = {}
  const seen = new Set<string>()
  for (const { id, name } of given) {
    if (seen.has(sameName(name))) throw new Refusal('choiceTwice', { field: 'choices', name })
    seen.add(sameName(name))
    if (id !== undefined && (!known.includes(id) || id in named))
      throw new Refusal('notFound', { entity: 'choice' })
    named[id ?? makeId()] = tidy(name)
  }
  return named
}
