import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '#kernel/refusal.ts'

export type Stored = { size: number; sha256: string }

/** Streams a file into place and answers what it is; a stream that breaks leaves no half file. */
export async function storeFile(stream: Readable, path: string): Promise<Stored> {
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const part = `${path}.part`
  const target = createWriteStream(part, { flags: 'wx', flush: true })
  try {
    await pipeline(stream, hashing, target)
    if (target.bytesWritten === 0) throw new Refusal('emptyFile')
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return { size: target.bytesWritten, sha256: hash.digest('hex') }
}
