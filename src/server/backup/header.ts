import { createHash, createHmac, randomBytes, scrypt } from 'node:crypto'
import { Refusal } from '#kernel/refusal.ts'
import type { Migration } from '../database/migrate.ts'

const MAGIC = 'GORNBACKUP'
const FORMAT = 1
const PREFIX_BYTES = MAGIC.length + 6
const HEADER_LIMIT = 1_000_000

/** What stands readable at the beginning of a backup; everything after it is sealed together with it. */
export type Header = {
  madeAt: string
  /** version of Gorn that made it, for people */
  gorn: string
  migrations: Migration[]
  /** null = not encrypted; otherwise the salt of the key and a proof that a passphrase is the right one */
  lock: { salt: string; proof: string } | null
}

const deriveKey = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // The cost belongs to the format: a file cannot make us spend more.
    scrypt(
      passphrase.normalize('NFC'),
      salt,
      32,
      { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 },
      (error, key) => (error ? reject(error) : resolve(key)),
    )
  })
const proofOf = (key: Buffer): string =>
  createHmac('sha256', key).update('gorn backup').digest('base64').slice(0, 22)

/** A lock for a new backup and the key that opens it. */
export async function makeLock(
  passphrase: string,
): Promise<{ lock: NonNullable<Header['lock']>; key: Buffer }> {
  const salt = randomBytes(16)
  const key = await deriveKey(passphrase, salt)
  return { lock: { salt: salt.toString('base64'), proof: proofOf(key) }, key }
}

/** The key of a backup; refused when the passphrase is missing or another one. */
export async function openLock(header: Header, passphrase: string | null): Promise<Buffer | null> {
  if (!header.lock) return null
  if (passphrase === null) throw new Refusal('passphraseNeeded')
  const key = await deriveKey(passphrase, Buffer.from(header.lock.salt, 'base64'))
  if (proofOf(key) !== header.lock.proof) throw new Refusal('passphraseWrong')
  return key
}

/** The header as bytes: the name and number of the format, the length, JSON. */
export function encodeHeader(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.write(MAGIC)
  prefix.writeUInt16BE(FORMAT, MAGIC.length)
  prefix.writeUInt32BE(json.length, MAGIC.length + 2)
  return Buffer.concat([prefix, json])
}

export type Take = (bytes: number) => Promise<Buffer>

/** Reads the header; refuses other files, newer formats and hurt headers. */
export async function decodeHeader(take: Take): Promise<{ header: Header; digest: Buffer }> {
  const prefix = await take(PREFIX_BYTES)
  if (prefix.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Refusal('notABackup')
  const format = prefix.readUInt16BE(MAGIC.length)
  if (format > FORMAT) throw new Refusal('backupNewer', { format })
  const length = prefix.readUInt32BE(MAGIC.length + 2)
  if (format !== FORMAT || length > HEADER_LIMIT) throw new Refusal('backupDamaged', { where: 'header' })
  const json = await take(length)
  try {
    return {
      header: JSON.parse(json.toString()) as Header,
      digest: createHash('sha256').update(prefix).update(json).digest(),
    }
  } catch {
    throw new Refusal('backupDamaged', { where: 'header' })
  }
}
