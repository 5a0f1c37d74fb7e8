import type { Actor, Channel } from '#kernel/actor.ts'
import type { Database } from '#server/database/connect.ts'
import { toActor } from './domain/sight.ts'
import type { SignIn } from './sign-in.ts'
import { findPerson } from './store.ts'

/** The actor that a person is on a channel, with their sight; null when deactivated. */
export async function loadActor(db: Database, userId: string, channel: Channel): Promise<Actor | null> {
  const person = await findPerson(db, userId)
  return person && toActor(person, person.repVisibility, channel)
}

/** Finds who calls by the session's cookie; null when not signed in or deactivated. */
export function makeAuthenticate(db: Database, signIn: SignIn): (headers: Headers) => Promise<Actor | null> {
  return async (headers) => {
    const session = await signIn.findSession(headers)
    return session && loadActor(db, session.userId, 'web')
  }
}
