import type { Actor, Channel, Sight } from '#kernel/actor.ts'
import type { Role } from '#kernel/operation.ts'

export type Person = {
  id: string
  role: Role
  /** members of the person's own team */
  teamMateIds: readonly string[]
  /** members of the teams that the person heads */
  headedIds: readonly string[]
}

const all: Sight = { kind: 'all' }

/**
 * Whose records a person reads. Owner, marketer and observer see the whole base; a head sees the teams they head
 * and records without an owner, so as to hand them out; a rep sees own / team / all by the workspace setting.
 */
export function decideSight(person: Person, repVisibility: 'own' | 'team' | 'all'): Sight {
  if (person.role === 'owner' || person.role === 'marketer' || person.role === 'observer') return all
  if (repVisibility === 'all') return all
  const headed = person.role === 'head' ? person.headedIds : []
  const mates = repVisibility === 'team' ? person.teamMateIds : []
  return {
    kind: 'owners',
    ownerIds: [...new Set([person.id, ...headed, ...mates])],
    unowned: person.role === 'head',
  }
}

/** Whose records a person may change: the owner all, a head those of their teams and unowned ones, a rep own ones. */
export function decideEditing(person: Person): Actor['mayEdit'] {
  if (person.role === 'owner') return 'all'
  if (person.role === 'head')
    return { ownerIds: [...new Set([person.id, ...person.headedIds])], unowned: true }
  return { ownerIds: person.role === 'rep' ? [person.id] : [], unowned: false }
}

/** The actor that a signed-in person is. */
export function toActor(person: Person, repVisibility: 'own' | 'team' | 'all', channel: Channel): Actor {
  return {
    userId: person.id,
    role: person.role,
    channel,
    sight: decideSight(person, repVisibility),
    mayEdit: decideEditing(person),
  }
}
