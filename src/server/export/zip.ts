import { crc32, createDeflateRaw } from 'node:zlib'

/** A file of an archive: its name and its text, piece by piece. */
export type ZipEntry = { name: string; text: AsyncIterable<string> | Iterable<string> }

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
// Sizes follow the data, names are UTF-8.
const FLAGS = 0x0808
const DEFLATED = 8
// 1 January 1980, where the calendar of archives begins: equal content makes equal bytes.
const DAY = 0x21
const PIECE = 65_536

type Placed = { name: Buffer; crc: number; packed: number; size: number; offset: number }

function fields(...parts: [size: 2 | 4, value: number][]): Buffer {
  const buffer = Buffer.alloc(parts.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of parts) {
    if (size === 2) buffer.writeUInt16LE(value, at)
    else buffer.writeUInt32LE(value >>> 0, at)
    at += size
  }
  return buffer
}

async function* pieces(text: ZipEntry['text']): AsyncGenerator<Buffer> {
  let held = ''
  for await (const part of text) {
    held += part
    if (held.length < PIECE) continue
    yield Buffer.from(held)
    held = ''
  }
  if (held !== '') yield Buffer.from(held)
}

/** Packs an entry off the main thread, with no more than a piece of it in memory. */
async function* packed(entry: ZipEntry, placed: Placed): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: 3 })
  const feed = (async () => {
    for await (const piece of pieces(entry.text)) {
      placed.crc = crc32(piece, placed.crc)
      placed.size += piece.length
      if (!deflate.write(piece)) await new Promise((resolve) => deflate.once('drain', resolve))
    }
    deflate.end()
  })().catch((error: Error) => void deflate.destroy(error))
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    placed.packed += chunk.length
    yield chunk
  }
  await feed
}

/** A zip archive as a stream; none of its parts may be larger than 4 GB. */
export async function* zip(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const placed: Placed[] = []
  let offset = 0
  for (const entry of entries) {
    const own: Placed = { name: Buffer.from(entry.name), crc: 0, packed: 0, size: 0, offset }
    placed.push(own)
    const head = fields(
      [4, LOCAL],
      [2, 20],
      [2, FLAGS],
      [2, DEFLATED],
      [2, 0],
      [2, DAY],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, own.name.length],
      [2, 0],
    )
    yield head
    yield own.name
    yield* packed(entry, own)
    yield fields([4, DESCRIPTOR], [4, own.crc], [4, own.packed], [4, own.size])
    offset += head.length + own.name.length + own.packed + 16
  }
  const start = offset
  for (const { name, crc, packed: packedSize, size, offset: at } of placed) {
    const head = fields(
      [4, CENTRAL],
      [2, 20],
      [2, 20],
      [2, FLAGS],
      [2, DEFLATED],
      [2, 0],
      [2, DAY],
      [4, crc],
      [4, packedSize],
      [4, size],
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, at],
    )
    yield head
    yield name
    offset += head.length + name.length
  }
  yield fields(
    [4, END],
    [2, 0],
    [2, 0],
    [2, placed.length],
    [2, placed.length],
    [4, offset - start],
    [4, start],
    [2, 0],
  )
}
