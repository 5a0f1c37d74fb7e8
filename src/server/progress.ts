import type { Actor } from '#kernel/actor.ts'
import type { Database } from './database/connect.ts'
import { announce } from './unit.ts'

/**
 * Tells the person's browsers how far a long act is, beside its transaction, which shows nothing until it is whole: an event
 * of kind 'progress' with the id that names the act and the percent done as its rev.
 */
export function progressOf(
  db: Database,
  actor: Actor,
  id: string | undefined,
  all: number,
): (done: number) => Promise<void> {
  let told = 0
  return async (done) => {
    const percent = Math.floor((done / Math.max(1, all)) * 100)
    if (id === undefined || percent <= told) return
    told = percent
    await announce(db, { entity: 'progress', id, rev: percent, ownerId: actor.userId })
  }
}
