import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import type { Role } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { announce, type Unit } from '#server/unit.ts'
import type { Team, User, Workspace } from './contract.ts'
import { makeLink, revokeLink } from './links.ts'
import { endSessions } from './sessions.ts'
import {
  countActiveOwners,
  findWorkspace,
  insertTeam,
  insertUser,
  insertWorkspace,
  loadUser,
  removeTwoFactor,
  savePassword,
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
    if (passwordHash !== null) await savePassword(unit.trx, owner.id, passwordHash)
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

export type UserChange = {
  name?: string | undefined
  role?: Role | undefined
  teamId?: string | null | undefined
  isActive?: boolean | undefined
}

/** Changes a person, within the unit; whoever may no longer come in is out at once. The last owner stays one. */
export async function changeUser(
  unit: Unit,
  id: string,
  rev: number,
  { isActive, ...change }: UserChange,
  now: Date,
): Promise<User> {
  const { trx } = unit
  const before = await loadUser(trx, id)
  const leaves = isActive === false || (change.role !== undefined && change.role !== 'owner')
  if (before.role === 'owner' && before.isActive && leaves && (await countActiveOwners(trx)) < 2) {
    throw new Refusal('lastOwner')
  }
  const isSwitched = isActive !== undefined && isActive !== before.isActive
  const after = await updateUser(trx, id, rev, {
    ...change,
    ...(isSwitched && { deactivatedAt: isActive ? null : now }),
  })
  const said = { entity: 'user', id, before, after, rev: after.rev }
  if (!isSwitched) await unit.record({ action: 'user.updated', ...said })
  else if (isActive) await unit.record({ action: 'user.activated', ...said })
  else await unit.record({ action: 'user.deactivated', ...said })
  if (!after.isActive) {
    await revokeLink(trx, id)
    await endSessions(trx, id)
  } else if (after.role !== before.role || after.teamId !== before.teamId) {
    // What they may hear of has changed.
    await announce(trx, { entity: 'access', id, ownerId: id })
  }
  return after
}

/** A link by which a person sets their password; it works once, and an earlier one no more. */
export async function makePasswordLink(
  services: Services,
  actor: Actor,
  userId: string,
): Promise<PasswordLink> {
  const user = await loadUser(services.db, userId)
  if (!user.isActive) throw new Refusal('deactivated')
  return services.runUnit(actor, async (unit) => {
    const { token, expiresAt } = await makeLink(unit.trx, userId, services.now())
    await unit.record({ action: 'user.passwordLink', entity: 'user', id: userId })
    return { user, setPasswordPath: `/set-password?token=${token}`, expiresAt: expiresAt.toISOString() }
  })
}

/** Takes the second factor off a person who lost it; whoever has it now is signed out. */
export async function resetTwoFactor(services: Services, actor: Actor, userId: string): Promise<void> {
  const { name } = await loadUser(services.db, userId)
  await services.runUnit(actor, async (unit) => {
    if (!(await removeTwoFactor(unit.trx, userId))) throw new Refusal('twoFactorIsOff')
    await endSessions(unit.trx, userId)
    await unit.record({ action: 'user.twoFactorReset', entity: 'user', id: userId, after: { name } })
  })
}
