export type Person = { id: string; name: string; email: string }

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[\s.,]+/)
    .filter(Boolean)

function nameFits(wanted: readonly string[], name: string): boolean {
  const have = words(name)
  // «Белова М.» and «М. Белова» mean «Марина Белова»: every word fits a different one, an initial fits by its letter.
  const free = [...have]
  const isFitted = wanted.every((word) => {
    const at = free.findIndex((it) => it === word || (word.length === 1 && it.startsWith(word)))
    if (at >= 0) free.splice(at, 1)
    return at >= 0
  })
  return isFitted && wanted.some((word) => word.length > 1)
}

/** The one person whom a file's word for the rep means, by e-mail or name; null when nobody or more than one fits. */
export function matchRep(word: string, people: readonly Person[]): string | null {
  const byEmail = people.find((person) => person.email.toLowerCase() === word.toLowerCase())
  if (byEmail) return byEmail.id
  const named = people.filter((person) => person.name === word)
  if (named.length === 1) return named[0]?.id ?? null
  const wanted = words(word)
  const fitting = wanted.length > 0 ? people.filter((person) => nameFits(wanted, person.name)) : []
  return fitting.length === 1 ? (fitting[0]?.id ?? null) : null
}
