// Where each character stands, from 0x80 on; built from what the platform reads, for it does not write.
const places = new Map<string, number>()
const upper = Uint8Array.from({ length: 128 }, (_none, at) => 128 + at)
;[...new TextDecoder('windows-1251').decode(upper)].forEach((char, at) => {
  // One place of the encoding is empty and decodes to a control character.
  if (char > '\u009f') places.set(char, 128 + at)
})

const escaped = /&#x([0-9a-f]+);/gi

/**
 * A text in windows-1251. What the encoding lacks is written by its number, 😀 as &#x1f600; and is read back by our own import; a text
 * that looks so already has its & written the same way.
 */
export function toWindows1251(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = []
  for (const char of text.replace(/&(?=#x[0-9a-f]+;)/gi, '&#x26;')) {
    const code = char.codePointAt(0) ?? 0
    const place = code < 128 ? code : places.get(char)
    if (place !== undefined) bytes.push(place)
    else for (const digit of `&#x${code.toString(16)};`) bytes.push(digit.charCodeAt(0))
  }
  return Uint8Array.from(bytes)
}

/** The text in which characters were written by their numbers. */
export function readNumbered(text: string): string {
  return text.replace(escaped, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
