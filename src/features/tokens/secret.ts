import { createHash, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM = 32
const CHECK = 6

function checkOf(random: string): string {
  let [rest, text] = [crc32(random), '']
  while (text.length < CHECK) {
    text = letters.charAt(rest % letters.length) + text
    rest = Math.floor(rest / letters.length)
  }
  return text
}

/** A new secret: gorn_, 32 random characters, 6 that check them, so that a scanner of leaks knows it offline. */
export function makeSecret(): string {
  const random = Array.from({ length: RANDOM }, () => letters.charAt(randomInt(letters.length))).join('')
  return `gorn_${random}${checkOf(random)}`
}

/** Whether the text can be a secret of ours at all. */
export function isSecret(text: string): boolean {
  const [, random = '', check] = /^gorn_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/.exec(text) ?? []
  return checkOf(random) === check
}

/** What is kept of a secret. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
