import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import type { Role } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import type { Team, User, Workspace } from './contract.ts'
import type { SignIn } from './sign-in.ts'
import {
  findWorkspace,
  insertPassword,
  insertTeam,
  insertUser,
  insertWorkspace,
  loadUser,
  updateUser,
} from './store.ts'

type WorkspaceFields = Omit<Workspace, 'rev' | 'repVisibility' | 'isDemo'>
export type PasswordLink = { user: User; setPasswordPath: string; expiresAt: string }

/** Refuses a time zone or currency that the runtime does not know. */
export function checkWorkspace(fields: {
  timeZone?: string | undefined
  currency?: string | undefined
}): void {
  if (fields.timeZone !== undefined && !isTimeZone(fields.timeZone)) {
    throw new Refusal('unknownTimeZone', { timeZone: fields.timeZone })
  }
  if (fields.currency !== undefined && !Intl.supportedValuesOf('currency').includes(fields.currency)) {
    throw new Refusal('unknownCurrency', { currency: fields.currency })
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The first run: workspace and owner in one transaction; refused when somebody was first. */
export async function setUpWorkspace(
  services: Services,
  actor: Actor,
  input: { owner: { name: string; email: string; passwordHash: string | null }; workspace: WorkspaceFields },
): Promise<User> {
  checkWorkspace(input.workspace)
  const { passwordHash, ...person } = input.owner
  return services.runUnit(actor, async (unit) => {
    await insertWorkspace(unit.trx, input.workspace)
    const owner = await insertUser(unit.trx, { ...person, id: newId(), role: 'owner', teamId: null })
    if (passwordHash !== null) await insertPassword(unit.trx, owner.id, passwordHash)
    await unit.record({ action: 'workspace.created', entity: 'workspace', id: null, after: input.workspace })
    return owner
  })
}

/** Adds a person; before the first run refused, for there is nowhere to add them to. */
export async function addUser(
  services: Services,
  actor: Actor,
  input: { name: string; email: string; role: Role; teamId?: string | null | undefined },
): Promise<User> {
  if (!(await findWorkspace(services.db))) throw new Refusal('notReady', { reason: 'setup' })
  return services.runUnit(actor, async (unit) => {
    const user = await insertUser(unit.trx, { ...input, id: newId(), teamId: input.teamId ?? null })
    await unit.record({ action: 'user.added', entity: 'user', id: user.id, after: user, rev: user.rev })
    return user
  })
}

/** Adds a team with its members. */
export async function addTeam(
  services: Services,
  actor: Actor,
  input: { name: string; headId: string | null; memberIds?: readonly string[] },
): Promise<Team> {
  return services.runUnit(actor, async (unit) => {
    const { memberIds = [], ...fields } = input
    const team = await insertTeam(unit.trx, { ...fields, id: newId() })
    for (const id of memberIds) {
      const { rev } = await loadUser(unit.trx, id)
      await updateUser(unit.trx, id, rev, { teamId: team.id })
    }
    await unit.record({
      action: 'team.added',
      entity: 'team',
      id: team.id,
      after: { ...team, memberIds },
      rev: team.rev,
    })
    return team
  })
}

/** A link by which a person sets their password; it works once. */
export async function makePasswordLink(
  services: Services,
  signIn: SignIn,
  actor: Actor,
  userId: string,
): Promise<PasswordLink> {
  const user = await loadUser(services.db, userId)
  const { token, expiresAt } = await signIn.makeLink(userId)
  await services.runUnit(actor, (unit) =>
    unit.record({ action: 'user.passwordLink', entity: 'user', id: userId }),
  )
  return { user, setPasswordPath: `/set-password?token=${token}`, expiresAt: expiresAt.toISOString() }
}
