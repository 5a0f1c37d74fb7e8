import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { teamContract as contract } from './contract.ts'
import { refuseWeak } from './entry-api.ts'
import { confirmLimits, countAttempt, forgiveAttempt } from './limits.ts'
import { endSessions, listSessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import * as store from './store.ts'

/** Signs a person out everywhere but where they sit, if that is to stay. */
export async function recordEnd(
  { runUnit }: Services,
  actor: Actor,
  { id, name }: { id: string; name: string },
  exceptToken?: string,
): Promise<number> {
  return runUnit(actor, async (unit) => {
    const ended = await endSessions(unit.trx, id, exceptToken === undefined ? {} : { exceptToken })
    await unit.record({ action: 'user.sessionsEnded', entity: 'user', id, after: { name, ended } })
    return ended
  })
}

/** What is mine: name, password, sessions, second factor. */
export function ownApi(services: Services, signIn: SignIn): Handled[] {
  const { db, runUnit, now } = services
  const idOf = (actor: Actor): string => actor.userId ?? ''

  const sessionOf = async (headers: Headers): Promise<{ userId: string; token: string }> => {
    const session = await signIn.findSession(headers)
    if (!session) throw new Refusal('notSignedIn')
    return session
  }
  // Whoever found a screen unlocked does not know the password, and does not get to guess it.
  const confirm = async (actor: Actor, password: string): Promise<void> => {
    const limits = confirmLimits(idOf(actor))
    await countAttempt(db, now(), limits)
    if (!(await signIn.isPassword(idOf(actor), password))) throw new Refusal('notYourPassword')
    await forgiveAttempt(db, now(), limits)
  }
  const record = async (unit: Unit, change: { action: string }): Promise<void> => {
    const { name } = await store.loadUser(unit.trx, idOf(unit.actor))
    await unit.record({ ...change, entity: 'user', id: unit.actor.userId, after: { name } })
  }

  return [
    handle(contract.updateMe, async ({ actor, body: { rev, ...change } }) =>
      runUnit(actor, async (unit) => {
        const before = await store.loadUser(unit.trx, idOf(actor))
        const after = await store.updateUser(unit.trx, before.id, rev, change)
        const { id } = after
        await unit.record({ action: 'user.updated', entity: 'user', id, before, after, rev: after.rev })
        return after
      }),
    ),

    handle(contract.changePassword, async ({ actor, body, request }) => {
      const { token } = await sessionOf(request.headers)
      await confirm(actor, body.currentPassword)
      refuseWeak(body.newPassword, await store.loadUser(db, idOf(actor)))
      const passwordHash = await signIn.hashPassword(body.newPassword)
      await runUnit(actor, async (unit) => {
        await store.savePassword(unit.trx, idOf(actor), passwordHash)
        await endSessions(unit.trx, idOf(actor), { exceptToken: token })
        await record(unit, { action: 'user.passwordChanged' })
      })
      return {}
    }),

    handle(contract.listMySessions, async ({ actor, request }) => {
      const session = await signIn.findSession(request.headers)
      return { rows: await listSessions(db, idOf(actor), session?.token ?? null) }
    }),

    handle(contract.endMySession, async ({ actor, params }) => {
      await runUnit(actor, async (unit) => {
        const ended = await endSessions(unit.trx, idOf(actor), { id: params.id })
        if (ended === 0) throw new Refusal('notFound', { entity: 'session' })
        await record(unit, { action: 'user.sessionEnded' })
      })
      return {}
    }),

    handle(contract.endMySessions, async ({ actor, query, request }) => {
      const { name } = await store.loadUser(db, idOf(actor))
      const kept = query.except === 'this' ? (await sessionOf(request.headers)).token : undefined
      return { ended: await recordEnd(services, actor, { id: idOf(actor), name }, kept) }
    }),

    handle(contract.beginTwoFactor, async ({ actor, body, request }) => {
      await confirm(actor, body.password)
      const { uri } = await signIn.beginTwoFactor(body.password, request.headers)
      return { uri, secret: new URL(uri).searchParams.get('secret') ?? '' }
    }),

    handle(contract.confirmTwoFactor, async ({ actor, body, request }) => {
      const limits = confirmLimits(idOf(actor))
      await countAttempt(db, now(), limits)
      if ((await store.loadUser(db, idOf(actor))).isTwoFactorOn) throw new Refusal('twoFactorIsOn')
      const { token } = await signIn.confirmTwoFactor(body.code, request.headers, request.setHeader)
      await forgiveAttempt(db, now(), limits)
      await runUnit(actor, async (unit) => {
        await endSessions(unit.trx, idOf(actor), { exceptToken: token })
        await record(unit, { action: 'user.twoFactorOn' })
      })
      return { recoveryCodes: await signIn.readRecoveryCodes(idOf(actor)) }
    }),

    handle(contract.renewRecoveryCodes, async ({ actor, body, request }) => {
      await confirm(actor, body.password)
      const recoveryCodes = await signIn.renewRecoveryCodes(body.password, request.headers)
      await runUnit(actor, (unit) => record(unit, { action: 'user.recoveryCodesRenewed' }))
      return { recoveryCodes }
    }),

    handle(contract.turnOffTwoFactor, async ({ actor, body }) => {
      await confirm(actor, body.password)
      await runUnit(actor, async (unit) => {
        if (!(await store.removeTwoFactor(unit.trx, idOf(actor)))) throw new Refusal('twoFactorIsOff')
        await record(unit, { action: 'user.twoFactorOff' })
      })
      return {}
    }),
  ]
}
