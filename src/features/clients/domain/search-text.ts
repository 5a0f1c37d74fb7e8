const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю.'
const toCyrillic = new Map([...latin].map((key, index) => [key, cyrillic[index] ?? key]))
const toLatin = new Map([...cyrillic].map((key, index) => [key, latin[index] ?? key]))

/** The same keys pressed on the other layout: «,tnjy» → «бетон», «фсьу» → «acme». */
export function otherLayout(text: string): string {
  const keys = /[а-яё]/i.test(text) ? toLatin : toCyrillic
  return [...text.toLowerCase()].map((char) => keys.get(char) ?? char).join('')
}

export type SearchTerms = { text: string; other: string; digits: string[] }

/** What a search looks for: the text itself, the text of a forgotten keyboard layout, and digits of a phone or INN. */
export function searchTerms(raw: string): SearchTerms {
  const text = raw.trim().toLowerCase().replaceAll('ё', 'е')
  const digits = raw.replace(/[\s()+-]/g, '')
  const isNumber = /^\d{3,}$/.test(digits)
  // 8 (495) … and +7 495 … are one number, stored with +7; an INN may begin with these digits too.
  const forms = /^[78]\d{4,}$/.test(digits) ? [digits, digits.slice(1)] : [digits]
  return { text, other: otherLayout(text).replaceAll('ё', 'е'), digits: isNumber ? forms : [] }
}

/** A text as a pattern of SQL's LIKE, its own wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`
}

const SHORTEST = 5
const LONGEST = 40
// A run of so many letters is what the index of a text can look up.
const RUN = 3

/**
 * A text as patterns of SQL's LIKE, each forgiving one slip at another place: a letter wrong, left out, too many, or two that
 * changed places. Between the beginning and the end anything may stand, so that what they find is still to be compared.
 */
export function slipPatterns(text: string): string[] {
  const letters = [...text]
  if (letters.length < SHORTEST || letters.length > LONGEST) return []
  return letters.flatMap((_letter, at) => {
    const [begin, end] = [letters.slice(0, at), letters.slice(at + 2)]
    if (Math.max(begin.length, end.length) < RUN) return []
    return [likePattern(begin.join('')) + likePattern(end.join('')).slice(1)]
  })
}
