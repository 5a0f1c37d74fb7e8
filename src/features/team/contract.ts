import * as z from 'zod/mini'
import { operation, roles } from '#kernel/operation.ts'

const email = z.string().check(z.trim(), z.maxLength(200), z.email())
const password = z.string().check(z.minLength(10), z.maxLength(128))
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120))
const language = z.enum(['ru', 'en'])
const repVisibility = z.enum(['own', 'team', 'all'])
const role = z.enum(roles)
const id = z.uuid()
const rev = z.int()
const done = z.object({})

const workspaceFields = {
  name,
  language,
  timeZone: z.string().check(z.maxLength(60)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  pricesIncludeVat: z.boolean(),
}
export const workspaceShape = z.object({ ...workspaceFields, repVisibility, isDemo: z.boolean(), rev })
export const userShape = z.object({
  id,
  name,
  email: z.string(),
  role,
  teamId: z.nullable(id),
  language: z.nullable(language),
  isActive: z.boolean(),
  hasPassword: z.boolean(),
  /** known to the person and to the owner; false for others */
  isTwoFactorOn: z.boolean(),
  rev,
})
export const teamShape = z.object({ id, name, headId: z.nullable(id), memberCount: z.number(), rev })
/** A person as the list shows them to the owner: with the link that they have not used yet. */
const userRow = z.object({ ...userShape.shape, linkExpiresAt: z.nullable(z.string()) })
export type UserRow = z.infer<typeof userRow>
const link = z.object({ user: userShape, setPasswordPath: z.string(), expiresAt: z.string() })

const sessionRow = z.object({
  id,
  browser: z.nullable(z.string()),
  system: z.nullable(z.string()),
  isPhone: z.boolean(),
  address: z.nullable(z.string()),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  isCurrent: z.boolean(),
})
export type SessionRow = z.infer<typeof sessionRow>

const token = z.string().check(z.maxLength(200))
// Of whoever must show again that it is they.
const ownPassword = z.string().check(z.maxLength(200))
const code = z.string().check(z.trim(), z.minLength(1), z.maxLength(20))
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })
const signedIn = z.object({
  /** the second factor is on: the code comes next */
  needsCode: z.boolean(),
})

export type Workspace = z.infer<typeof workspaceShape>
export type User = z.infer<typeof userShape>
export type Team = z.infer<typeof teamShape>

const own = ['owner'] as const
const byId = z.object({ id })

export const teamContract = {
  getSetup: operation({
    method: 'GET',
    path: '/api/setup',
    summary: 'Whether the first-run wizard is still to be done',
    access: 'public',
    byToken: false,
    ok: z.object({ isNeeded: z.boolean() }),
  }),
  setUp: operation({
    method: 'POST',
    path: '/api/setup',
    summary: 'First run: creates the workspace and its owner, and signs the owner in',
    access: 'public',
    byToken: false,
    body: z.object({ owner: z.object({ name, email, password }), workspace: z.object(workspaceFields) }),
    ok: done,
    refusals: ['alreadySetUp', 'unknownTimeZone', 'unknownCurrency', 'weakPassword'],
  }),
  signIn: operation({
    method: 'POST',
    path: '/api/session',
    summary: 'Signs in with e-mail and password; the session is a cookie',
    access: 'public',
    byToken: false,
    body: z.object({
      email: z.string().check(z.maxLength(200)),
      password: z.string().check(z.maxLength(200)),
    }),
    ok: signedIn,
    refusals: ['wrongPassword', 'deactivated', 'tooManyRequests'],
  }),
  signInWithCode: operation({
    method: 'POST',
    path: '/api/session/code',
    summary: 'The second step of signing in: a code of the app, or a recovery code, which works once',
    access: 'public',
    byToken: false,
    body: z.object({ code }),
    ok: done,
    refusals: ['wrongCode', 'signInAgain', 'tooManyRequests'],
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Ends the session',
    access: 'public',
    byToken: false,
    ok: done,
  }),
  checkLink: operation({
    method: 'POST',
    path: '/api/password/check',
    summary: 'Whose password a link sets, and until when',
    access: 'public',
    byToken: false,
    body: z.object({ token }),
    ok: z.object({ name: z.string(), email: z.string(), expiresAt: z.string() }),
    refusals: ['linkUsed', 'linkExpired', 'deactivated'],
  }),
  setPassword: operation({
    method: 'POST',
    path: '/api/password',
    summary: 'Sets a password by the token of a link, ends all sessions and signs in',
    access: 'public',
    byToken: false,
    body: z.object({ token, newPassword: password }),
    ok: signedIn,
    refusals: ['linkUsed', 'linkExpired', 'deactivated', 'weakPassword'],
  }),
  getMe: operation({
    method: 'GET',
    path: '/api/me',
    summary: 'Who I am and where I work',
    access: 'signedIn',
    ok: z.object({ user: userShape, workspace: workspaceShape, today: z.string(), seesAll: z.boolean() }),
  }),
  updateMe: operation({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Changes my name or language',
    access: 'signedIn',
    byToken: false,
    body: z.object({ rev, name: z.optional(name), language: z.optional(z.nullable(language)) }),
    ok: userShape,
    refusals: ['conflict'],
  }),
  changePassword: operation({
    method: 'POST',
    path: '/api/me/password',
    summary: 'Changes my password and ends my other sessions',
    access: 'signedIn',
    byToken: false,
    body: z.object({ currentPassword: ownPassword, newPassword: password }),
    ok: done,
    refusals: ['notYourPassword', 'weakPassword', 'tooManyRequests'],
  }),
  listMySessions: operation({
    method: 'GET',
    path: '/api/me/sessions',
    summary: 'Where I am signed in',
    access: 'signedIn',
    byToken: false,
    ok: z.object({ rows: z.array(sessionRow) }),
  }),
  endMySession: operation({
    method: 'DELETE',
    path: '/api/me/sessions/{id}',
    summary: 'Ends one of my sessions',
    access: 'signedIn',
    byToken: false,
    params: byId,
    ok: done,
    refusals: ['notFound'],
  }),
  endMySessions: operation({
    method: 'DELETE',
    path: '/api/me/sessions',
    summary: 'Signs me out everywhere, here too unless this session is kept',
    access: 'signedIn',
    byToken: false,
    query: z.object({ except: z.optional(z.enum(['this'])) }),
    ok: z.object({ ended: z.number() }),
  }),
  beginTwoFactor: operation({
    method: 'POST',
    path: '/api/me/two-factor',
    summary: 'Begins to set up the second factor: the secret for the app, shown once',
    access: 'signedIn',
    byToken: false,
    body: z.object({ password: ownPassword }),
    ok: z.object({ uri: z.string(), secret: z.string() }),
    refusals: ['notYourPassword', 'twoFactorIsOn', 'tooManyRequests'],
  }),
  confirmTwoFactor: operation({
    method: 'POST',
    path: '/api/me/two-factor/confirm',
    summary: 'Turns the second factor on by a code of the app; the answer holds the recovery codes, once',
    access: 'signedIn',
    byToken: false,
    body: z.object({ code }),
    ok: recoveryCodes,
    refusals: ['wrongCode', 'twoFactorIsOff', 'twoFactorIsOn', 'tooManyRequests'],
  }),
  renewRecoveryCodes: operation({
    method: 'POST',
    path: '/api/me/two-factor/recovery-codes',
    summary: 'New recovery codes; the old ones no longer work',
    access: 'signedIn',
    byToken: false,
    body: z.object({ password: ownPassword }),
    ok: recoveryCodes,
    refusals: ['notYourPassword', 'twoFactorIsOff', 'tooManyRequests'],
  }),
  turnOffTwoFactor: operation({
    method: 'POST',
    path: '/api/me/two-factor/off',
    summary: 'Turns my second factor off',
    access: 'signedIn',
    byToken: false,
    body: z.object({ password: ownPassword }),
    ok: done,
    refusals: ['notYourPassword', 'twoFactorIsOff', 'tooManyRequests'],
  }),
  updateWorkspace: operation({
    method: 'PATCH',
    path: '/api/workspace',
    summary: 'Changes the settings of the workspace',
    access: own,
    byToken: false,
    body: z.object({ ...z.partial(z.object({ ...workspaceFields, repVisibility })).shape, rev }),
    ok: workspaceShape,
    refusals: ['conflict', 'unknownTimeZone', 'unknownCurrency', 'currencyInUse'],
  }),
  listUsers: operation({
    method: 'GET',
    path: '/api/users',
    summary: 'Everybody who works here',
    access: 'signedIn',
    ok: z.object({ rows: z.array(userRow) }),
  }),
  addUser: operation({
    method: 'POST',
    path: '/api/users',
    summary: 'Adds a person; the answer holds the link by which they set their password',
    access: own,
    byToken: false,
    body: z.object({ name, email, role, teamId: z.optional(z.nullable(id)) }),
    ok: link,
    refusals: ['emailTaken', 'notFound'],
  }),
  updateUser: operation({
    method: 'PATCH',
    path: '/api/users/{id}',
    summary: 'Changes name, role, team or activity of a person',
    access: own,
    byToken: false,
    params: byId,
    body: z.object({
      rev,
      name: z.optional(name),
      role: z.optional(role),
      teamId: z.optional(z.nullable(id)),
      isActive: z.optional(z.boolean()),
    }),
    ok: userShape,
    refusals: ['conflict', 'lastOwner', 'notFound'],
  }),
  resetPassword: operation({
    method: 'POST',
    path: '/api/users/{id}/password-link',
    summary: 'A new link to set the password; it works once and for three days, and an earlier one no more',
    access: own,
    byToken: false,
    params: byId,
    ok: link,
    refusals: ['notFound', 'deactivated'],
  }),
  revokePasswordLink: operation({
    method: 'DELETE',
    path: '/api/users/{id}/password-link',
    summary: 'Takes back the link by which a person would set their password',
    access: own,
    byToken: false,
    params: byId,
    ok: done,
    refusals: ['notFound', 'linkUsed'],
  }),
  listSessions: operation({
    method: 'GET',
    path: '/api/users/{id}/sessions',
    summary: 'Where a person is signed in',
    access: own,
    byToken: false,
    params: byId,
    ok: z.object({ rows: z.array(sessionRow) }),
    refusals: ['notFound'],
  }),
  endSessions: operation({
    method: 'DELETE',
    path: '/api/users/{id}/sessions',
    summary: 'Signs a person out everywhere',
    access: own,
    byToken: false,
    params: byId,
    ok: z.object({ ended: z.number() }),
    refusals: ['notFound'],
  }),
  resetTwoFactor: operation({
    method: 'DELETE',
    path: '/api/users/{id}/two-factor',
    summary: 'Takes the second factor off a person who lost it, and ends their sessions',
    access: own,
    byToken: false,
    params: byId,
    ok: done,
    refusals: ['notFound', 'twoFactorIsOff'],
  }),
  listTeams: operation({
    method: 'GET',
    path: '/api/teams',
    summary: 'Teams with their heads',
    access: 'signedIn',
    ok: z.object({ rows: z.array(teamShape) }),
  }),
  addTeam: operation({
    method: 'POST',
    path: '/api/teams',
    summary: 'Adds a team',
    access: own,
    byToken: false,
    body: z.object({ name, headId: z.optional(z.nullable(id)) }),
    ok: teamShape,
    refusals: ['teamNameTaken', 'notFound'],
  }),
  updateTeam: operation({
    method: 'PATCH',
    path: '/api/teams/{id}',
    summary: 'Renames a team or gives it a head',
    access: own,
    byToken: false,
    params: byId,
    body: z.object({ rev, name: z.optional(name), headId: z.optional(z.nullable(id)) }),
    ok: teamShape,
    refusals: ['conflict', 'teamNameTaken', 'notFound'],
  }),
}
