import { nameKey } from '#kernel/name-key.ts'

const letters: Record<string, string> = Object.fromEntries(
  'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=ch ш=sh щ=sh ъ= ы=i ь= э=e ю=iu я=ia'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
)
// Spellings of one sound in Latin letters: Yulia, Julia, Iulia; Khimki, Himki; Tsentr, Centr.
const spellings: [RegExp, string][] = [
  [/shch|sch/g, 'sh'],
  [/kh/g, 'h'],
  [/ts|tz/g, 'c'],
  [/ck/g, 'k'],
  [/ph/g, 'f'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[yj]/g, 'i'],
  [/(.)\1+/g, '$1'],
]
// Words that firms add to their name or leave out.
const fillers = new Set(
  'торговый дом тд компания фирма группа гк предприятие the and и group trade trading company'.split(' '),
)

/**
 * A name as it sounds, in Latin letters and sorted words: without legal form, quotes, ё, filler words and the ways to
 * transliterate. «ООО ТД "Юлия"» and “Yulia LLC” both give “iulia”.
 */
export function foldName(name: string): string {
  const words = nameKey(name).split(' ')
  const kept = words.filter((word) => !fillers.has(word))
  return (kept.length > 0 ? kept : words)
    .map((word) => {
      const latin = [...word].map((letter) => letters[letter] ?? letter).join('')
      // Digits are numbers: 11 is not 1.
      if (/\d/.test(latin)) return latin
      return spellings.reduce((text, [pattern, to]) => text.replace(pattern, to), latin)
    })
    .filter((word) => word !== '')
    .sort()
    .join(' ')
}

/** Damerau-Levenshtein distance with neighbouring letters swapped as one step. */
export function editDistance(a: string, b: string): number {
  let [older, previous] = [[] as number[], Array.from({ length: b.length + 1 }, (_none, at) => at)]
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (row > 1 && column > 1 && isSwap) best = Math.min(best, (older[column - 2] ?? 0) + 1)
      current.push(best)
    }
    ;[older, previous] = [previous, current]
  }
  return previous[b.length] ?? 0
}

// Word by word, the nearest first: a slip in a first letter moves a word among the others.
function stepsByWord(a: readonly string[], b: readonly string[]): number {
  const rest = [...b]
  let steps = 0
  for (const word of a) {
    const distances = rest.map((other) => editDistance(word, other))
    const best = Math.min(word.length, ...distances)
    steps += best
    const at = distances.indexOf(best)
    if (at >= 0 && best < word.length) rest.splice(at, 1)
  }
  return steps + rest.reduce((sum, word) => sum + word.length, 0)
}

const numbersOf = (folded: string): string => (folded.match(/\d+/g) ?? []).sort().join(' ')

/** How near two folded names are, 0 to 1. Different numbers («Магазин 1», «Магазин 2») make different names. */
export function nameNearness(a: string, b: string): number {
  if (a === '' || b === '') return 0
  if (a === b) return 1
  if (numbersOf(a) !== numbersOf(b)) return 0
  const [first, second] = [a.replaceAll(' ', ''), b.replaceAll(' ', '')]
  const [words, others] = [a.split(' '), b.split(' ')]
  const steps = Math.min(editDistance(first, second), stepsByWord(words, others), stepsByWord(others, words))
  return 1 - steps / Math.max(first.length, second.length)
}
