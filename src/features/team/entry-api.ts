import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { teamContract as contract } from './contract.ts'
import { findPasswordFault } from './domain/password-rules.ts'
import { countAttempt, forgiveAttempt, signInLimits } from './limits.ts'
import { findLink, useUpLink } from './links.ts'
import { setUpWorkspace } from './people.ts'
import { endSessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import * as store from './store.ts'

/** Refuses a password that this person should not have. */
export function refuseWeak(password: string, person: { name: string; email: string }): void {
  const fault = findPasswordFault(password, person)
  if (fault) throw new Refusal('weakPassword', { fault, field: 'newPassword' })
}

/** The way in: the first run, signing in and out, the link that sets a password. */
export function entryApi(services: Services, signIn: SignIn): Handled[] {
  const { db, runUnit, now } = services
  return [
    handle(contract.getSetup, async () => ({ isNeeded: (await store.findWorkspace(db)) === null })),

    handle(contract.setUp, async ({ body, actor, request }) => {
      const { password, ...owner } = body.owner
      if (await store.findWorkspace(db)) throw new Refusal('alreadySetUp')
      refuseWeak(password, owner)
      const passwordHash = await signIn.hashPassword(password)
      const user = await setUpWorkspace(services, actor, {
        owner: { ...owner, passwordHash },
        workspace: body.workspace,
      })
      await signIn.signIn({ email: user.email, password }, request.headers, request.setHeader)
      return {}
    }),

    handle(contract.signIn, async ({ body, actor, request }) => {
      const limits = await signInLimits(db, body.email, actor.address)
      await countAttempt(db, now(), limits)
      const session = await signIn.signIn(body, request.headers, request.setHeader)
      await forgiveAttempt(db, now(), limits)
      const user = await store.findUserByEmail(db, body.email)
      if (user && !user.isActive) {
        await endSessions(db, user.id)
        throw new Refusal('deactivated')
      }
      return { needsCode: session === null }
    }),

    handle(contract.signInWithCode, async ({ body, actor, request }) => {
      const { userId, isRecovery } = await signIn.signInWithCode(
        body.code,
        request.headers,
        request.setHeader,
      )
      if (isRecovery) {
        await runUnit({ ...actor, userId }, (unit) =>
          unit.record({ action: 'user.recoveryCodeUsed', entity: 'user', id: userId }),
        )
      }
      return {}
    }),

    handle(contract.signOut, async ({ request }) => {
      await signIn.signOut(request.headers, request.setHeader)
      return {}
    }),

    handle(contract.checkLink, async ({ body }) => {
      const { name, email, expiresAt } = await findLink(db, body.token, now())
      return { name, email, expiresAt: expiresAt.toISOString() }
    }),

    handle(contract.setPassword, async ({ body: { token, newPassword }, actor, request }) => {
      const { userId, name, email } = await findLink(db, token, now())
      refuseWeak(newPassword, { name, email })
      const passwordHash = await signIn.hashPassword(newPassword)
      await runUnit({ ...actor, userId }, async (unit) => {
        await useUpLink(unit.trx, token)
        await store.savePassword(unit.trx, userId, passwordHash)
        await endSessions(unit.trx, userId)
        await unit.record({ action: 'user.passwordSet', entity: 'user', id: userId, after: { name } })
      })
      const session = await signIn.signIn(
        { email, password: newPassword },
        request.headers,
        request.setHeader,
      )
      return { needsCode: session === null }
    }),
  ]
}
