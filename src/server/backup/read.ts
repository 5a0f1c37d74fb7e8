import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Refusal } from '#kernel/refusal.ts'
import { listMigrations } from '../database/migrate.ts'
import { decodeHeader, type Header, openLock, type Take } from './header.ts'
import { type BackupRecord, decodeRecords, type Sums } from './records.ts'
import { unseal } from './seal.ts'

const READ_BYTES = 1_048_576

/** Takes exact numbers of bytes from a file; too few are a cut file. */
function takeFrom(file: FileHandle): { take: Take; isAtEnd: () => Promise<boolean> } {
  let held: Buffer = Buffer.alloc(0)
  const fill = async (bytes: number): Promise<boolean> => {
    while (held.length < bytes) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, null)
      if (bytesRead === 0) return false
      held = Buffer.concat([held, buffer.subarray(0, bytesRead)])
    }
    return true
  }
  return {
    async take(bytes) {
      if (!(await fill(bytes))) throw new Refusal('backupDamaged', { where: 'end' })
      const taken = held.subarray(0, bytes)
      held = held.subarray(bytes)
      return taken
    },
    isAtEnd: async () => !(await fill(1)),
  }
}

/** Refuses a backup that a newer version made, and one whose schema this version knows otherwise. */
async function refuseUnknown({ migrations, gorn }: Header): Promise<void> {
  const known = new Map((await listMigrations()).map((it) => [it.name, it.sha256]))
  if (migrations.some(({ name, sha256 }) => known.get(name) !== sha256))
    throw new Refusal('backupNewer', { gorn })
}

const hurt = (error: unknown): unknown =>
  error instanceof Refusal || (error instanceof Error && 'syscall' in error)
    ? error
    : new Refusal('backupDamaged', { where: String(error) })

/** Opens a backup and gives its records to the work; every byte is checked before it is given. */
export async function withBackup<T>(
  path: string,
  passphrase: string | null,
  work: (header: Header, records: AsyncGenerator<BackupRecord>) => Promise<T>,
): Promise<T> {
  const file = await open(path).catch(() => {
    throw new Refusal('noBackupFile', { path })
  })
  try {
    const { take, isAtEnd } = takeFrom(file)
    const { header, digest } = await decodeHeader(take).catch((error: unknown) => {
      throw error instanceof Refusal && error.data['where'] === 'end' ? new Refusal('notABackup') : error
    })
    await refuseUnknown(header)
    const key = await openLock(header, passphrase)
    const records = async function* (): AsyncGenerator<BackupRecord> {
      const unpacked = createGunzip()
      // Whatever fails is thrown to the reader of the last stream.
      pipeline(Readable.from(unseal(take, isAtEnd, digest, key)), unpacked, () => undefined)
      try {
        yield* decodeRecords(unpacked)
      } catch (error) {
        throw hurt(error)
      }
    }
    return await work(header, records())
  } finally {
    await file.close()
  }
}

export type Checked = { header: Header; sums: Sums }

/** Reads a backup from beginning to end and compares every sum; touches nothing. */
export async function checkBackup(path: string, passphrase: string | null): Promise<Checked> {
  return withBackup(path, passphrase, async (header, records) => {
    let hash = createHash('sha256')
    let sums: Sums | null = null
    for await (const record of records) {
      if (record.kind === 'data') hash.update(record.bytes)
      else if (record.kind === 'table' || record.kind === 'file') hash = createHash('sha256')
      else if (record.kind === 'end' && hash.digest('hex') !== record.sha256)
        throw new Refusal('backupDamaged', { where: 'sums' })
      else if (record.kind === 'sums') sums = record.sums
    }
    if (!sums) throw new Refusal('backupDamaged', { where: 'sums' })
    return { header, sums }
  })
}
