import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import type { Role } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Team, User, UserRow, Workspace } from './contract.ts'
import type { Person } from './domain/sight.ts'

const nextRev = sql<number>`nextval('rev_seq')`

/** The workspace, or null before the first run. */
export async function findWorkspace(db: Db): Promise<Workspace | null> {
  const row = await db
    .selectFrom('workspace')
    .select([
      'name',
      'language',
      'timeZone',
      'currency',
      'country',
      'pricesIncludeVat',
      'repVisibility',
      'isDemo',
      'rev',
    ])
    .executeTakeFirst()
  return (row as Workspace | undefined) ?? null
}

// What the command line works with on a base that nobody has set up yet.
const defaults: Workspace = {
  name: '',
  language: 'ru',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  country: 'RU',
  pricesIncludeVat: true,
  repVisibility: 'own',
  isDemo: false,
  rev: 0,
}

/** The workspace; before the first run the defaults, so that a scratch base can be filled from the command line. */
export async function loadWorkspace(db: Db): Promise<Workspace> {
  return (await findWorkspace(db)) ?? defaults
}

export async function insertWorkspace(
  trx: Trx,
  fields: Omit<Workspace, 'rev' | 'repVisibility' | 'isDemo'>,
): Promise<void> {
  const done = await trx
    .insertInto('workspace')
    .values(fields)
    .onConflict((it) => it.doNothing())
    .returning('id')
    .execute()
  if (done.length === 0) throw new Refusal('alreadySetUp')
}

export async function updateWorkspace(
  trx: Trx,
  rev: number,
  fields: Partial<Omit<Workspace, 'rev'>>,
): Promise<Workspace> {
  const done = await trx
    .updateTable('workspace')
    .set({ ...fields, rev: nextRev })
    .where('rev', '=', rev)
    .returning('id')
    .execute()
  const current = await loadWorkspace(trx)
  if (done.length === 0) throw new Refusal('conflict', { current })
  return current
}

/** Marks the workspace as filled with the demo company. */
export async function markDemo(trx: Trx): Promise<void> {
  await trx.updateTable('workspace').set({ isDemo: true, rev: nextRev }).execute()
}

const userColumns = sql<User>`
  u.id, u.name, u.email, u.role, u.team_id, u.language, u.deactivated_at is null as is_active, u.rev,
  u.two_factor_enabled as is_two_factor_on,
  exists (select from auth_account a where a.user_id = u.id and a.password is not null) as has_password`

export async function listUsers(db: Db): Promise<UserRow[]> {
  const found = await sql<UserRow>`
    select ${userColumns}, to_json(l.expires_at) #>> '{}' as link_expires_at
    from app_user u left join password_link l on l.user_id = u.id order by u.deactivated_at is not null, u.name collate "ru-x-icu", u.id`.execute(
    db,
  )
  return found.rows
}

export async function loadUser(db: Db, id: string): Promise<User> {
  const found = await sql<User>`select ${userColumns} from app_user u where u.id = ${id}`.execute(db)
  const user = found.rows[0]
  if (!user) throw new Refusal('notFound', { entity: 'user' })
  return user
}

export async function findUserByEmail(db: Db, email: string): Promise<User | null> {
  const found =
    await sql<User>`select ${userColumns} from app_user u where lower(u.email) = lower(${email})`.execute(db)
  return found.rows[0] ?? null
}

type NewUser = { id: string; name: string; email: string; role: Role; teamId: string | null }

export async function insertUser(trx: Trx, user: NewUser): Promise<User> {
  if (user.teamId) await loadTeam(trx, user.teamId)
  const done = await trx
    .insertInto('appUser')
    .values({ ...user, email: user.email.toLowerCase(), emailVerified: true })
    .onConflict((it) => it.doNothing())
    .returning('id')
    .execute()
  if (done.length === 0) throw new Refusal('emailTaken', { email: user.email })
  return loadUser(trx, user.id)
}

/** Gives a person their password, in place of any they had. */
export async function savePassword(trx: Trx, userId: string, passwordHash: string): Promise<void> {
  await trx
    .deleteFrom('authAccount')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .execute()
  await trx
    .insertInto('authAccount')
    .values({ id: newId(), userId, accountId: userId, providerId: 'credential', password: passwordHash })
    .execute()
}

/** Takes the second factor off; answers whether it was on. */
export async function removeTwoFactor(trx: Trx, userId: string): Promise<boolean> {
  await trx.deleteFrom('authTwoFactor').where('userId', '=', userId).execute()
  const done = await sql`
    update app_user set two_factor_enabled = false where id = ${userId} and two_factor_enabled returning id`.execute(
    trx,
  )
  return done.rows.length > 0
}

type UserChange = {
  name?: string
  role?: Role
  teamId?: string | null
  language?: 'ru' | 'en' | null
  deactivatedAt?: Date | null
}

export async function updateUser(trx: Trx, id: string, rev: number, change: UserChange): Promise<User> {
  if (change.teamId) await loadTeam(trx, change.teamId)
  const done = await trx
    .updateTable('appUser')
    .set({ ...change, rev: nextRev, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where('rev', '=', rev)
    .returning('id')
    .execute()
  const current = await loadUser(trx, id)
  if (done.length === 0) throw new Refusal('conflict', { current })
  return current
}

/** How many owners could still sign in; locked, so that two cannot be removed at once. */
export async function countActiveOwners(trx: Trx): Promise<number> {
  const rows =
    await sql`select from app_user where role = 'owner' and deactivated_at is null for update`.execute(trx)
  return rows.rows.length
}

/** The person of a session with the people their sight depends on, and the workspace's rule; null when deactivated. */
export async function findPerson(
  db: Db,
  userId: string,
): Promise<(Person & { repVisibility: Workspace['repVisibility'] }) | null> {
  const found = await sql<Person & { repVisibility: Workspace['repVisibility'] }>`
    select u.id, u.role, w.rep_visibility,
      coalesce((select array_agg(m.id) from app_user m where m.team_id = u.team_id), '{}') as team_mate_ids,
      coalesce((select array_agg(m.id) from app_user m join team t on t.id = m.team_id where t.head_id = u.id), '{}') as headed_ids
    from app_user u cross join workspace w
    where u.id = ${userId} and u.deactivated_at is null`.execute(db)
  return found.rows[0] ?? null
}

const teamColumns = sql<Team>`
  t.id, t.name, t.head_id, t.rev, (select count(*) from app_user u where u.team_id = t.id) as member_count`

export async function listTeams(db: Db): Promise<Team[]> {
  return (await sql<Team>`select ${teamColumns} from team t order by t.name collate "ru-x-icu"`.execute(db))
    .rows
}

async function loadTeam(db: Db, id: string): Promise<Team> {
  const team = (await sql<Team>`select ${teamColumns} from team t where t.id = ${id}`.execute(db)).rows[0]
  if (!team) throw new Refusal('notFound', { entity: 'team' })
  return team
}

async function refuseTakenName(trx: Trx, name: string, except: string): Promise<void> {
  const taken = await sql`select from team where lower(name) = lower(${name}) and id <> ${except}`.execute(
    trx,
  )
  if (taken.rows.length > 0) throw new Refusal('teamNameTaken', { name })
}

export async function insertTeam(
  trx: Trx,
  team: { id: string; name: string; headId: string | null },
): Promise<Team> {
  await refuseTakenName(trx, team.name, team.id)
  if (team.headId) await loadUser(trx, team.headId)
  await trx.insertInto('team').values(team).execute()
  return loadTeam(trx, team.id)
}

export async function updateTeam(
  trx: Trx,
  id: string,
  rev: number,
  change: { name?: string; headId?: string | null },
): Promise<{ before: Team; after: Team }> {
  const before = await loadTeam(trx, id)
  if (change.name !== undefined) await refuseTakenName(trx, change.name, id)
  if (change.headId) await loadUser(trx, change.headId)
  const done = await trx
    .updateTable('team')
    .set({ ...change, rev: nextRev })
    .where('id', '=', id)
    .where('rev', '=', rev)
    .returning('id')
    .execute()
  if (done.length === 0) throw new Refusal('conflict', { current: before })
  return { before, after: await loadTeam(trx, id) }
}

/** Whether amounts exist that a change of currency would falsify. */
export async function hasOrders(db: Db): Promise<boolean> {
  return (await sql`select from sales_order limit 1`.execute(db)).rows.length > 0
}
