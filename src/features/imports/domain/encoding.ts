import type { Encoding } from './plan.ts'

/** Single-byte encodings of Cyrillic, the likeliest first. */
export const cyrillicEncodings = ['windows-1251', 'koi8-r', 'ibm866'] as const satisfies Encoding[]

// Shares of letters in Russian text, per thousand; what is rare in the language is rare in the right encoding.
const weights: Record<string, number> = {
  о: 110,
  е: 85,
  а: 80,
  и: 74,
  н: 67,
  т: 63,
  с: 55,
  р: 47,
  в: 45,
  л: 44,
  к: 35,
  м: 32,
  д: 30,
  п: 28,
  у: 26,
  я: 20,
  ы: 19,
  ь: 17,
  г: 17,
  з: 16,
  б: 16,
  ч: 14,
  й: 12,
  х: 10,
  ж: 9,
  ш: 7,
  ю: 6,
  ц: 5,
  щ: 4,
  э: 3,
  ф: 3,
  ъ: 0.4,
  ё: 0.4,
}

/** How much a text reads like Russian: common letters count for it, symbols and capitals inside words against it. */
export function russianScore(text: string): number {
  let score = 0
  let seen = 0
  let isAfterLower = false
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 128) {
      isAfterLower = false
      continue
    }
    seen++
    const lower = char.toLowerCase()
    const weight = weights[lower]
    if (weight === undefined) {
      score += '№«»–—…“”€ '.includes(char) ? 0 : -60
      isAfterLower = false
      continue
    }
    const isLower = char === lower
    // «пРИВЕТ» is what the wrong one of two Cyrillic encodings makes of «Привет».
    score += !isLower && isAfterLower ? -40 : weight
    isAfterLower = isLower
  }
  return seen === 0 ? 0 : score / seen
}

/** Whether lone high bytes stand among Latin letters, as in «Müller»: a western file, not a Russian one. */
export function looksWestern(bytes: Uint8Array): boolean {
  let runs = 0
  let lone = 0
  const isLetter = (byte: number | undefined): boolean =>
    byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte))
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 128) continue
    const start = at
    while ((bytes[at + 1] ?? 0) >= 128) at++
    runs++
    if (at - start < 2 && (isLetter(bytes[start - 1]) || isLetter(bytes[at + 1]))) lone++
  }
  return runs > 0 && lone / runs > 0.6
}

/** UTF-16 without a mark: every other byte of Latin text or of digits is zero. */
export function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  let even = 0
  let odd = 0
  const length = bytes.length - (bytes.length % 2)
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0 || bytes[at] === 4) even++
    if (bytes[at + 1] === 0 || bytes[at + 1] === 4) odd++
  }
  const pairs = length / 2
  if (pairs < 4) return null
  if (odd / pairs > 0.7 && even / pairs < 0.3) return 'utf-16le'
  return even / pairs > 0.7 && odd / pairs < 0.3 ? 'utf-16be' : null
}

/** The encoding that a byte order mark names. */
export function readMark(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

const names: Record<string, Encoding> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16': 'utf-16le',
  utf16: 'utf-16le',
  'utf-16le': 'utf-16le',
  utf16le: 'utf-16le',
  'utf-16be': 'utf-16be',
  utf16be: 'utf-16be',
  'windows-1251': 'windows-1251',
  cp1251: 'windows-1251',
  win1251: 'windows-1251',
  'koi8-r': 'koi8-r',
  koi8r: 'koi8-r',
  ibm866: 'ibm866',
  cp866: 'ibm866',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
}

/** The encoding that a person means by a name; null when we know none. */
export function encodingByName(name: string): Encoding | null {
  return names[name.trim().toLowerCase()] ?? null
}
