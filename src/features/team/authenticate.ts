import type { Actor } from '#kernel/actor.ts'
import type { Database } from '#server/database/connect.ts'
import { toActor } from './domain/sight.ts'
import type { SignIn } from './sign-in.ts'
import { findPerson } from './store.ts'

/** Finds who calls: session cookie → person → actor with their sight; null when not signed in or deactivated. */
export function makeAuthenticate(db: Database, signIn: SignIn): (headers: Headers) => Promise<Actor | null> {
  return async (headers) => {
    const session = await signIn.findSession(headers)
    if (!session) return null
    const person = await findPerson(db, session.userId)
    return person && toActor(person, person.repVisibility, 'web')
  }
}
