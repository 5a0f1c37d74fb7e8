import { readOwnMark } from '#kernel/own-table.ts'
import { Refusal } from '#kernel/refusal.ts'
import { cyrillicEncodings, guessUtf16, looksWestern, readMark, russianScore } from '../domain/encoding.ts'
import type { Encoding, EncodingAlternative, FileFormat } from '../domain/plan.ts'
import { readBytes, readHead } from './text.ts'

const HEAD = 1 << 16
const SAMPLE = 1 << 18
const ALTERNATIVE_LINES = 3

/** What a file is, by its first bytes; its name plays no part. */
export async function detectFormat(path: string): Promise<FileFormat> {
  const head = await readHead(path, HEAD)
  if (head.length === 0) throw new Refusal('emptyFile')
  const mark = head.length < 4 ? 0 : head.readUInt32BE(0)
  if (mark === 0x504b0304) return 'xlsx'
  if (mark === 0xd0cf11e0) throw new Refusal('binaryXls')
  const text = head.toString('latin1').toLowerCase()
  // A tag further on is somebody's text in a cell.
  return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(text) && /<table[\s>]/.test(text) ? 'html' : 'csv'
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of readBytes(path)) decoder.decode(bytes, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return isDamagedUtf8(path)
    throw error
  }
}

// A file cut inside a letter, or with one bad byte, is still the UTF-8 that nearly all of it is.
async function isDamagedUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8')
  let [good, bad] = [0, 0]
  for await (const bytes of readBytes(path)) {
    for (const [char] of decoder.decode(bytes, { stream: true }).matchAll(/[\u0080-\uffff]/g)) {
      if (char === '\ufffd') bad++
      else good++
    }
    if (bad > 1000 && good < bad * 20) return false
  }
  return good > bad * 20
}

// Lines that hold letters outside ASCII say most about the encoding.
function tellingLines(bytes: Uint8Array, encoding: Encoding): string[] {
  const lines = new TextDecoder(encoding).decode(bytes).split(/\r\n?|\n/)
  const telling = lines.filter((line) => /[\u0080-\uffff]/.test(line))
  return (telling.length > 0 ? telling : lines).slice(0, ALTERNATIVE_LINES).map((line) => line.slice(0, 120))
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const bytes of readBytes(path)) {
    parts.push(bytes)
    size += bytes.length
    if (size >= length) break
  }
  return Buffer.concat(parts).subarray(0, length)
}

/** The encoding of a text file: mark, UTF-16 by its zeros, UTF-8 if the whole file is, else the likeliest single-byte one. */
export async function detectEncoding(
  path: string,
): Promise<{ encoding: Encoding; alternatives: EncodingAlternative[] }> {
  const sample = await firstBytes(path, SAMPLE)
  const others = (chosen: Encoding): EncodingAlternative[] =>
    [...cyrillicEncodings, 'windows-1252' as const]
      .filter((encoding) => encoding !== chosen)
      .map((encoding) => ({ encoding, lines: tellingLines(sample, encoding) }))
  const certain = readMark(sample) ?? guessUtf16(sample)
  if (certain) return { encoding: certain, alternatives: [] }
  const [firstLine = ''] = new TextDecoder('windows-1251').decode(sample).split('\n', 1)
  if (readOwnMark(firstLine) && /Горн/.test(firstLine)) return { encoding: 'windows-1251', alternatives: [] }
  if (await isUtf8(path)) return { encoding: 'utf-8', alternatives: [] }
  if (looksWestern(sample)) return { encoding: 'windows-1252', alternatives: others('windows-1252') }
  let best: Encoding = 'windows-1251'
  let bestScore = Number.NEGATIVE_INFINITY
  for (const encoding of cyrillicEncodings) {
    const score = russianScore(new TextDecoder(encoding).decode(sample))
    if (score > bestScore) [best, bestScore] = [encoding, score]
  }
  return { encoding: best, alternatives: others(best) }
}
