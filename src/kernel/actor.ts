import type { Once } from './once.ts'
import type { Role } from './operation.ts'

export type Channel = 'web' | 'api' | 'cli' | 'job'

/** Whose records a person may read: everybody's, or those of the named owners (and, for a head, nobody's). */
export type Sight = { kind: 'all' } | { kind: 'owners'; ownerIds: readonly string[]; unowned: boolean }

/** Who acts, on which channel, and what they may see. */
export type Actor = {
  userId: string | null
  role: Role
  channel: Channel
  /** network address of the caller, where there is one */
  address?: string
  sight: Sight
  /** Owners whose records this person may change; 'all' for the owner of the workspace. */
  mayEdit: 'all' | { ownerIds: readonly string[]; unowned: boolean }
  /** of a program that works by a token: what the token opens, e.g. 'clients:read' */
  scopes?: readonly string[]
  once?: Once
}

/** The machine itself: jobs and the command line, which run with the owner's rights. */
export function systemActor(channel: 'cli' | 'job'): Actor {
  return { userId: null, role: 'owner', channel, sight: { kind: 'all' }, mayEdit: 'all' }
}

/** Whether the record of this owner lies within the actor's sight. */
export function sees(actor: Actor, ownerId: string | null): boolean {
  if (actor.sight.kind === 'all') return true
  return ownerId === null ? actor.sight.unowned : actor.sight.ownerIds.includes(ownerId)
}

/** Whether the actor may change a record of this owner. */
export function mayEditRecordOf(actor: Actor, ownerId: string | null): boolean {
  if (actor.mayEdit === 'all') return true
  return ownerId === null ? actor.mayEdit.unowned : actor.mayEdit.ownerIds.includes(ownerId)
}
