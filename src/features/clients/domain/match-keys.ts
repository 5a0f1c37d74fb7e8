import { emailsOf, type Identity, phonesOf } from './judge-pair.ts'

export type MatchKey = {
  kind: 'inn' | 'phone' | 'email' | 'name' | 'start' | 'end' | 'heads' | 'tails'
  key: string
}

const ENDS = 7
const OF_WORD = 4

// A slip in a first letter moves the word among the others; its end stays.
const joined = (parts: string[]): string => parts.sort().join(' ')

/**
 * Keys of which two records of one client share at least one: only such pairs are compared. A slip of the pen in a name
 * spoils the beginning or the end of it, or of one of its words, hardly both.
 */
export function matchKeysOf(identity: Identity): MatchKey[] {
  const words = identity.folded.split(' ')
  const compact = words.join('')
  const keys: [MatchKey['kind'], string | null | undefined][] = [
    ['inn', identity.inn],
    ...phonesOf(identity).map((phone): [MatchKey['kind'], string] => ['phone', phone]),
    ...emailsOf(identity).map((email): [MatchKey['kind'], string] => ['email', email]),
    ['name', compact],
    ['start', compact.length > ENDS ? compact.slice(0, ENDS) : null],
    ['end', compact.length > ENDS ? compact.slice(-ENDS) : null],
    ['heads', joined(words.map((word) => word.slice(0, OF_WORD)))],
    ['tails', joined(words.map((word) => word.slice(-OF_WORD)))],
  ]
  return keys.flatMap(([kind, key]) => (key ? [{ kind, key }] : []))
}
