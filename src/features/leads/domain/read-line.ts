import { findPhones } from '#kernel/phone.ts'
import { checkInn } from '#kernel/tax-id.ts'
import { cutCompany } from './cut-company.ts'
import { isGivenName } from './first-names.ts'

/** What a line such as «Анна +7 916 123-45-67 хочет 200 кружек» says. */
export type ReadLine = {
  kind: 'company' | 'person'
  name: string | null
  /** at a company, whom we spoke with */
  person: string | null
  phones: string[]
  emails: string[]
  inn: string | null
  want: string | null
}

const emailPattern = /[^\s@,;:<>()"«»]+@[^\s@,;:<>()"«»]+\.[\p{L}\d-]*[\p{L}\d]/gu
const innPattern = /(?<![\p{L}\d])инн[\s:№]*(\d{12}|\d{10})(?!\d)/giu
// What announces a number or an address says nothing besides.
const labels =
  /(?<![\p{L}\d])(?:телефон|тел|т|моб(?:ильный)?|phone|tel|mobile|mob|cell|эл\.? ?почта|почта|e-?mail)[.:]*[\s:]*$/iu
const wishes =
  /(?<!\p{L})(?:хоч(?:ет|ут|у)|хотят|хотел[аи]?(?: бы)?|нужн[аоы]|нужен|надо|требу[ею]тся|прос[ия]т|просил[аи]?|спрашива[ею]т|интересу[ею]т(?:ся)?|ищ[еу]т|желает|wants?|needs?|asks?(?: for)?|asked(?: for)?|would like|(?:is )?looking for|(?:is )?interested in)(?!\p{L})[\s:]*/iu
const separators = /[\n,;|]+|\s[-–—]+\s/u
const edges = /^[\s.:;,–—-]+|[\s.:;,–—-]+$/gu

type Part = { text: string; isName?: boolean; isWish?: boolean; isCompany?: boolean }

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean)
const isWord = (word: string): boolean => /^\p{L}[\p{L}'’.-]*$/u.test(word)
const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word)
const capital = (word: string): string =>
  word === word.toLowerCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word
const nameOf = (text: string): string => wordsOf(text).map(capital).join(' ')

/** Takes out of a text what a pattern or a reader finds there, with its label; a line's end stands where it was. */
function cutOut(text: string, spans: readonly { from: number; to: number }[]): string {
  let rest = text
  for (const { from, to } of spans.toReversed())
    rest = `${rest.slice(0, from).replace(labels, '')}\n${rest.slice(to)}`
  return rest
}
const spansOf = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((it) => ({
    from: it.index,
    to: it.index + it[0].length,
    said: it[1] ?? it[0],
  }))

/** «Анна хочет кружки»: who stands before the wish, what is wished after it. */
function splitWish(part: Part): Part[] {
  const found = wishes.exec(part.text)
  if (!found) return [part]
  const [before, after] = [part.text.slice(0, found.index), part.text.slice(found.index + found[0].length)]
  const who = wordsOf(before)
  if (who.length > 4 || !who.every(isWord)) return [part]
  return [
    { text: before, isName: true },
    { text: after, isWish: true },
  ].filter((it) => it.text.trim() !== '')
}

/** The first words of a part that can only be a name: «Анна 200 кружек», «Иванов Пётр кофемашина». */
function splitName(part: Part): Part[] | null {
  const words = wordsOf(part.text)
  if (part.isWish || part.isCompany) return null
  const run = words.findIndex((word, at) => !isWord(word) || (at > 0 && !isCapital(word)))
  const length = Math.min(3, run === -1 ? words.length : run)
  if (!words.slice(0, length).some(isGivenName)) return null
  return [
    { text: words.slice(0, length).join(' '), isName: true },
    { text: words.slice(length).join(' ') },
  ].filter((it) => it.text !== '')
}

function isWholeName({ text, isWish, isCompany }: Part): boolean {
  const words = wordsOf(text)
  return !isWish && !isCompany && words.length <= 4 && words.every((it) => isWord(it) && isCapital(it))
}

/** Marks the part that names a person, if there is one. */
function findName(parts: Part[], hasContact: boolean): Part[] {
  if (parts.some((it) => it.isName)) return parts
  const given = parts.findIndex((part) => splitName(part) !== null)
  if (given !== -1) return parts.flatMap((part, at) => (at === given ? (splitName(part) ?? [part]) : [part]))
  const isFree = ({ isWish, isCompany }: Part): boolean => !isWish && !isCompany
  const whole = parts.findIndex(isWholeName)
  const first = parts.findIndex(isFree)
  // «жанна, +7 916 …, кружки»: whoever comes first and has a number is a person.
  const isShort = (part: Part): boolean => wordsOf(part.text).length <= 2 && wordsOf(part.text).every(isWord)
  const at =
    whole !== -1
      ? whole
      : hasContact && first === 0 && parts.length > 1 && parts[0] && isShort(parts[0])
        ? 0
        : -1
  return parts.map((part, index) => (index === at ? { ...part, isName: true } : part))
}

/** Reads who asks, how to reach them and what they want out of one line; no word of it is lost. */
export function readLine(line: string, country: string): ReadLine {
  const emails = spansOf(line, emailPattern)
  const afterEmails = cutOut(line, emails)
  const inns = spansOf(afterEmails, innPattern).filter(({ said }) => checkInn(said).ok)
  const afterInns = cutOut(afterEmails, inns.slice(0, 1))
  const phones = findPhones(afterInns, country)
  const rest = cutOut(afterInns, phones)
  const pieces = rest
    .split(separators)
    .map((text): Part => ({ text: text.replace(edges, '') }))
    .filter((it) => it.text !== '')
  const hasContact = phones.length + emails.length > 0
  const parts = cutCompany(pieces).flatMap((part) => (part.isCompany ? [part] : splitWish(part)))
  const isCompany = parts.some((it) => it.isCompany)
  const marked = findName(parts, hasContact && !isCompany)
  const name = marked.find((it) => it.isName)?.text
  const company = marked.find((it) => it.isCompany)?.text
  const wanted = marked.filter((it) => !it.isName && !it.isCompany).map((it) => it.text.replace(edges, ''))
  return {
    kind: isCompany ? 'company' : 'person',
    name: company ?? (name === undefined ? null : nameOf(name)),
    person: isCompany && name !== undefined ? nameOf(name) : null,
    phones: [...new Set(phones.map(({ phone }) => phone))],
    emails: [...new Set(emails.map(({ said }) => said.toLowerCase()))],
    inn: inns[0]?.said ?? null,
    want: wanted.filter(Boolean).join(', ') || null,
  }
}
