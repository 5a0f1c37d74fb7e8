import { Refusal } from '#kernel/refusal.ts'

// EFBIG: a limit on the size of files; 53100: PostgreSQL's own disk is full.
const codes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', '53100'])

/** A full disk is an expected refusal, whoever met it; anything else stays what it is. */
export function tellDiskFull(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return codes.has(code) ? new Refusal('diskFull') : error
}
