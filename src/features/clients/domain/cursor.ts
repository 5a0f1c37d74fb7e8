import { isDay } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import { isStorable } from '#kernel/storable.ts'

/** Where a page of a list ended: what it was sorted by, as text, and the id. */
export type Cursor = [key: string, id: string]
export type KeyType = 'text' | 'date' | 'bigint' | 'float8'

const fits: Record<KeyType, (key: string) => boolean> = {
  text: isStorable,
  date: (key) => key === '-infinity' || isDay(key),
  bigint: (key) => /^-?\d{1,18}$/.test(key),
  float8: (key) => /^-?\d{1,18}(\.\d{1,20})?(e[+-]\d{1,2})?$/.test(key),
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A cursor as the text that callers hand back. */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Reads a cursor of a list sorted by keys of this type; a made-up one is refused. */
export function readCursor(text: string, type: KeyType): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const [key, id]: unknown[] = Array.isArray(parsed) ? parsed : []
    if (typeof key === 'string' && typeof id === 'string' && fits[type](key) && uuid.test(id))
      return [key, id]
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Refusal('invalidInput', { where: 'query', issues: [{ path: '/cursor', message: 'cursor' }] })
}
