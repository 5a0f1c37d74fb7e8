import { dayOf } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { teamContract as contract } from './contract.ts'
import { addTeam, addUser, checkWorkspace, makePasswordLink, setUpWorkspace } from './people.ts'
import type { SignIn } from './sign-in.ts'
import * as store from './store.ts'

/** People, teams, the workspace and the way in. */
export function teamApi(services: Services, signIn: SignIn): Handled[] {
  return [
    ...entryApi(services, signIn),
    ...workspaceApi(services),
    ...usersApi(services, signIn),
    ...teamsApi(services),
  ]
}

function entryApi(services: Services, signIn: SignIn): Handled[] {
  const { db } = services
  return [
    handle(contract.getSetup, async () => ({ isNeeded: (await store.findWorkspace(db)) === null })),

    handle(contract.setUp, async ({ body, actor, request }) => {
      const { password, ...owner } = body.owner
      const passwordHash = await signIn.hashPassword(password)
      const user = await setUpWorkspace(services, actor, {
        owner: { ...owner, passwordHash },
        workspace: body.workspace,
      })
      await signIn.signIn({ email: user.email, password }, request.headers, request.setHeader)
      return {}
    }),

    handle(contract.signIn, async ({ body, request }) => {
      const user = await store.findUserByEmail(db, body.email)
      await signIn.signIn(body, request.headers, request.setHeader)
      if (user && !user.isActive) {
        await signIn.endSessions(user.id)
        throw new Refusal('deactivated')
      }
      return {}
    }),

    handle(contract.signOut, async ({ request }) => {
      await signIn.signOut(request.headers, request.setHeader)
      return {}
    }),

    handle(contract.setPassword, async ({ body, actor, request }) => {
      const userId = await signIn.setPassword(body)
      const user = await store.loadUser(db, userId)
      await services.runUnit({ ...actor, userId }, (unit) =>
        unit.record({ action: 'user.passwordSet', entity: 'user', id: userId }),
      )
      if (!user.isActive) throw new Refusal('deactivated')
      await signIn.signIn(
        { email: user.email, password: body.newPassword },
        request.headers,
        request.setHeader,
      )
      return {}
    }),
  ]
}

function workspaceApi(services: Services): Handled[] {
  const { db, runUnit, now } = services
  return [
    handle(contract.getMe, async ({ actor }) => {
      const [user, workspace] = await Promise.all([
        store.loadUser(db, actor.userId ?? ''),
        store.loadWorkspace(db),
      ])
      return { user, workspace, today: dayOf(now(), workspace.timeZone), seesAll: actor.sight.kind === 'all' }
    }),

    handle(contract.updateMe, async ({ actor, body: { rev, ...change } }) =>
      runUnit(actor, async (unit) => {
        const before = await store.loadUser(unit.trx, actor.userId ?? '')
        const after = await store.updateUser(unit.trx, before.id, rev, change)
        await unit.record({
          action: 'user.updated',
          entity: 'user',
          id: after.id,
          before,
          after,
          rev: after.rev,
        })
        return after
      }),
    ),

    handle(contract.updateWorkspace, async ({ actor, body: { rev, ...change } }) =>
      runUnit(actor, async (unit) => {
        checkWorkspace(change)
        const before = await store.loadWorkspace(unit.trx)
        if (
          change.currency !== undefined &&
          change.currency !== before.currency &&
          (await store.hasOrders(unit.trx))
        ) {
          throw new Refusal('currencyInUse', { currency: before.currency })
        }
        const after = await store.updateWorkspace(unit.trx, rev, change)
        await unit.record({
          action: 'workspace.updated',
          entity: 'workspace',
          id: null,
          before,
          after,
          rev: after.rev,
        })
        return after
      }),
    ),
  ]
}

function usersApi(services: Services, signIn: SignIn): Handled[] {
  const { db, runUnit, now } = services
  return [
    handle(contract.listUsers, async ({ actor }) => {
      const rows = await store.listUsers(db)
      // An observer reads no personal contact data; colleagues' addresses are such.
      return { rows: actor.role === 'observer' ? rows.map((row) => ({ ...row, email: '' })) : rows }
    }),

    handle(contract.addUser, async ({ actor, body }) => {
      const user = await addUser(services, actor, body)
      return makePasswordLink(services, signIn, actor, user.id)
    }),

    handle(contract.updateUser, async ({ actor, params, body: { rev, isActive, ...change } }) => {
      const user = await runUnit(actor, async (unit) => {
        const before = await store.loadUser(unit.trx, params.id)
        const leaves = isActive === false || (change.role !== undefined && change.role !== 'owner')
        if (
          before.role === 'owner' &&
          before.isActive &&
          leaves &&
          (await store.countActiveOwners(unit.trx)) < 2
        ) {
          throw new Refusal('lastOwner')
        }
        const deactivated = isActive === undefined ? {} : { deactivatedAt: isActive ? null : now() }
        const after = await store.updateUser(unit.trx, params.id, rev, { ...change, ...deactivated })
        await unit.record({
          action: 'user.updated',
          entity: 'user',
          id: after.id,
          before,
          after,
          rev: after.rev,
        })
        return after
      })
      if (!user.isActive) await signIn.endSessions(user.id)
      return user
    }),

    handle(contract.resetPassword, ({ actor, params }) =>
      makePasswordLink(services, signIn, actor, params.id),
    ),
  ]
}

function teamsApi(services: Services): Handled[] {
  const { db, runUnit } = services
  return [
    handle(contract.listTeams, async () => ({ rows: await store.listTeams(db) })),

    handle(contract.addTeam, ({ actor, body }) =>
      addTeam(services, actor, { name: body.name, headId: body.headId ?? null }),
    ),

    handle(contract.updateTeam, async ({ actor, params, body: { rev, ...change } }) =>
      runUnit(actor, async (unit) => {
        const { before, after } = await store.updateTeam(unit.trx, params.id, rev, change)
        await unit.record({
          action: 'team.updated',
          entity: 'team',
          id: after.id,
          before,
          after,
          rev: after.rev,
        })
        return after
      }),
    ),
  ]
}
