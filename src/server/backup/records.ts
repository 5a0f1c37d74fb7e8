import { Refusal } from '#kernel/refusal.ts'

const RECORD_LIMIT = 64_000_000

/** What a backup consists of, in this order: tables, counters, jobs that wait, files, the sums. */
export type Told =
  | { kind: 'table'; name: string; columns: string[] }
  | { kind: 'file'; path: string; size: number }
  | { kind: 'end'; rows: number; sha256: string }
  | { kind: 'counters'; values: { name: string; value: number }[] }
  | { kind: 'job'; job: Record<string, unknown> }
  | { kind: 'sums'; sums: Sums }
export type Sums = { tables: Record<string, { rows: number; sha256: string }>; files: number }
export type BackupRecord = Told | { kind: 'data'; bytes: Buffer }

const TOLD = 0
const DATA = 1

/** One record as bytes: what it is, its length, its content. */
export function encodeRecord(record: BackupRecord): Buffer {
  const content = record.kind === 'data' ? record.bytes : Buffer.from(JSON.stringify(record))
  const prefix = Buffer.alloc(5)
  prefix.writeUInt8(record.kind === 'data' ? DATA : TOLD, 0)
  prefix.writeUInt32BE(content.length, 1)
  return Buffer.concat([prefix, content])
}

/** The records of a stream of bytes, however it is cut. */
export async function* decodeRecords(source: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length >= 5) {
      const length = held.readUInt32BE(1)
      if (length > RECORD_LIMIT) throw new Refusal('backupDamaged', { where: 'records' })
      if (held.length < 5 + length) break
      const content = held.subarray(5, 5 + length)
      if (held.readUInt8(0) === DATA) yield { kind: 'data', bytes: content }
      else yield JSON.parse(content.toString()) as Told
      held = held.subarray(5 + length)
    }
  }
  if (held.length > 0) throw new Refusal('backupDamaged', { where: 'records' })
}
