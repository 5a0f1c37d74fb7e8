import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import { Refusal } from '#kernel/refusal.ts'
import type { Take } from './header.ts'

const PIECE_BYTES = 65_536
const MORE = 0
const LAST = 1

type Sealed = { payload: Buffer; mark: Buffer }
type Sealing = {
  markBytes: number
  close(payload: Buffer, flag: number): Sealed
  open(sealed: Sealed, flag: number): Buffer
}

const damaged = (): Refusal => new Refusal('backupDamaged', { where: 'seal' })

/** Without a passphrase: each piece's mark is a digest that continues the one before, from the header on. */
function chainSealing(header: Buffer): Sealing {
  let previous = header
  const markOf = (payload: Buffer, flag: number): Buffer => {
    previous = createHash('sha256')
      .update(previous)
      .update(Buffer.from([flag]))
      .update(payload)
      .digest()
    return previous
  }
  return {
    markBytes: 32,
    close: (payload, flag) => ({ payload, mark: markOf(payload, flag) }),
    open({ payload, mark }, flag) {
      if (!timingSafeEqual(markOf(payload, flag), mark)) throw damaged()
      return payload
    },
  }
}

/** With a passphrase: AES-256-GCM, the piece's number as nonce, bound to the header and to being the last or not. */
function cipherSealing(header: Buffer, key: Buffer): Sealing {
  let number = 0
  const nonce = (): Buffer => {
    const bytes = Buffer.alloc(12)
    bytes.writeUIntBE(number++, 6, 6)
    return bytes
  }
  const bound = (flag: number): Buffer => Buffer.concat([header, Buffer.from([flag])])
  return {
    markBytes: 16,
    close(plain, flag) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce()).setAAD(bound(flag))
      const payload = Buffer.concat([cipher.update(plain), cipher.final()])
      return { payload, mark: cipher.getAuthTag() }
    },
    open({ payload, mark }, flag) {
      const cipher = createDecipheriv('aes-256-gcm', key, nonce()).setAAD(bound(flag)).setAuthTag(mark)
      try {
        return Buffer.concat([cipher.update(payload), cipher.final()])
      } catch {
        throw damaged()
      }
    },
  }
}

const sealingOf = (header: Buffer, key: Buffer | null): Sealing =>
  key ? cipherSealing(header, key) : chainSealing(header)

/** Cuts a stream into pieces, each sealed so that none can be changed, moved or left out unnoticed. */
export async function* seal(
  source: AsyncIterable<Buffer>,
  header: Buffer,
  key: Buffer | null,
): AsyncGenerator<Buffer> {
  const sealing = sealingOf(header, key)
  const pack = (piece: Buffer, flag: number): Buffer => {
    const { payload, mark } = sealing.close(piece, flag)
    const prefix = Buffer.alloc(5)
    prefix.writeUInt8(flag, 0)
    prefix.writeUInt32BE(payload.length, 1)
    return Buffer.concat([prefix, payload, mark])
  }
  let waiting: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    waiting.push(chunk)
    size += chunk.length
    if (size < PIECE_BYTES) continue
    const whole = Buffer.concat(waiting)
    const cut = whole.length - (whole.length % PIECE_BYTES)
    for (let from = 0; from < cut; from += PIECE_BYTES)
      yield pack(whole.subarray(from, from + PIECE_BYTES), MORE)
    waiting = [whole.subarray(cut)]
    size = whole.length - cut
  }
  yield pack(Buffer.concat(waiting), LAST)
}

/** Gives the pieces back, each only after its seal is checked; the last must be there and nothing may follow it. */
export async function* unseal(
  take: Take,
  isAtEnd: () => Promise<boolean>,
  header: Buffer,
  key: Buffer | null,
): AsyncGenerator<Buffer> {
  const sealing = sealingOf(header, key)
  for (;;) {
    const prefix = await take(5)
    const flag = prefix.readUInt8(0)
    const length = prefix.readUInt32BE(1)
    if (flag > LAST || length > PIECE_BYTES) throw damaged()
    const payload = await take(length)
    yield sealing.open({ payload, mark: await take(sealing.markBytes) }, flag)
    if (flag === LAST) break
  }
  if (!(await isAtEnd())) throw damaged()
}
