import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { Refusal } from '#kernel/refusal.ts'
import type { Encoding } from '../domain/plan.ts'

// A chunk's text must fit an ordinary page of V8's heap: larger strings are each mapped anew, which doubled the time of reading.
const CHUNK = 1 << 15
const BOMB_BYTES = 1e9
const BOMB_RATIO = 400

export type Progress = (bytes: number) => void

/** The first bytes of a file. */
export async function readHead(path: string, length: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The bytes of a file, unpacked when gzip packed them; never more than a chunk in memory. */
export async function* readBytes(path: string, onProgress?: Progress): AsyncGenerator<Buffer> {
  const head = await readHead(path, 2)
  const source = createReadStream(path, { highWaterMark: CHUNK })
  let packed = 0
  source.on('data', (chunk) => {
    packed += chunk.length
    onProgress?.(packed)
  })
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* source as AsyncIterable<Buffer>
    return
  }
  let unpacked = 0
  const gunzip = source.pipe(createGunzip({ chunkSize: CHUNK }))
  source.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length
      if (unpacked > BOMB_BYTES && unpacked / packed > BOMB_RATIO) throw new Refusal('zipBomb')
      yield chunk
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw new Refusal('brokenArchive')
    throw error
  } finally {
    source.destroy()
  }
}

/** The text of a file with line ends made one: \r\n and \r become \n. */
export async function* readText(
  path: string,
  encoding: Encoding,
  onProgress?: Progress,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  let endsWithReturn = false
  for await (const bytes of readBytes(path, onProgress)) {
    let text = decoder.decode(bytes, { stream: true })
    if (endsWithReturn) text = `\r${text}`
    endsWithReturn = text.endsWith('\r')
    if (endsWithReturn) text = text.slice(0, -1)
    yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  }
  const rest = (endsWithReturn ? '\r' : '') + decoder.decode()
  if (rest) yield rest.replace(/\r\n?/g, '\n')
}
