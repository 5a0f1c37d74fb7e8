import type { Actor } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { teamContract as contract, type UserRow } from './contract.ts'
import { entryApi } from './entry-api.ts'
import { revokeLink } from './links.ts'
import { ownApi, recordEnd } from './own-api.ts'
import { addTeam, addUser, changeUser, checkWorkspace, makePasswordLink, resetTwoFactor } from './people.ts'
import { listSessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import * as store from './store.ts'

/** People, teams, the workspace and the way in. */
export function teamApi(services: Services, signIn: SignIn): Handled[] {
  return [
    ...entryApi(services, signIn),
    ...ownApi(services, signIn),
    ...workspaceApi(services),
    ...usersApi(services),
    ...teamsApi(services),
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

function usersApi(services: Services): Handled[] {
  const { db, runUnit, now } = services
  return [
    handle(contract.listUsers, async ({ actor }) => {
      const rows = await store.listUsers(db)
      return { rows: rows.map((row) => seenBy(actor, row)) }
    }),

    handle(contract.addUser, async ({ actor, body }) => {
      const user = await addUser(services, actor, body)
      return makePasswordLink(services, actor, user.id)
    }),

    handle(contract.updateUser, ({ actor, params, body: { rev, ...change } }) =>
      runUnit(actor, (unit) => changeUser(unit, params.id, rev, change, now())),
    ),

    handle(contract.resetPassword, ({ actor, params }) => makePasswordLink(services, actor, params.id)),

    handle(contract.revokePasswordLink, async ({ actor, params: { id } }) => {
      const { name } = await store.loadUser(db, id)
      await runUnit(actor, async (unit) => {
        if (!(await revokeLink(unit.trx, id))) throw new Refusal('linkUsed')
        await unit.record({ action: 'user.linkRevoked', entity: 'user', id, after: { name } })
      })
      return {}
    }),

    handle(contract.listSessions, async ({ params: { id } }) => {
      await store.loadUser(db, id)
      return { rows: await listSessions(db, id, null) }
    }),

    handle(contract.endSessions, async ({ actor, params: { id } }) => {
      const { name } = await store.loadUser(db, id)
      return { ended: await recordEnd(services, actor, { id, name }) }
    }),

    handle(contract.resetTwoFactor, async ({ actor, params }) => {
      await resetTwoFactor(services, actor, params.id)
      return {}
    }),
  ]
}

// An observer reads no personal contact data, and how others get in is between them and the owner.
function seenBy(actor: Actor, row: UserRow): UserRow {
  if (actor.role === 'owner') return row
  const isOwn = row.id === actor.userId
  return {
    ...row,
    linkExpiresAt: null,
    isTwoFactorOn: isOwn && row.isTwoFactorOn,
    ...(actor.role === 'observer' && { email: '' }),
  }
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
