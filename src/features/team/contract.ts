import * as z from 'zod/mini'
import { operation, roles } from '#kernel/operation.ts'

const email = z.string().check(z.trim(), z.maxLength(200), z.email())
const password = z.string().check(z.minLength(10), z.maxLength(128))
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120))
const language = z.enum(['ru', 'en'])
const repVisibility = z.enum(['own', 'team', 'all'])
const role = z.enum(roles)
const id = z.uuid()
const rev = z.number()
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
  rev,
})
export const teamShape = z.object({ id, name, headId: z.nullable(id), memberCount: z.number(), rev })
const link = z.object({ user: userShape, setPasswordPath: z.string(), expiresAt: z.string() })

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
    refusals: ['alreadySetUp', 'unknownTimeZone', 'unknownCurrency'],
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
    ok: done,
    refusals: ['wrongPassword', 'deactivated'],
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Ends the session',
    access: 'public',
    byToken: false,
    ok: done,
  }),
  setPassword: operation({
    method: 'POST',
    path: '/api/password',
    summary: 'Sets a password by the token of a link and signs in',
    access: 'public',
    byToken: false,
    body: z.object({ token: z.string().check(z.maxLength(200)), newPassword: password }),
    ok: done,
    refusals: ['linkExpired'],
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
    ok: z.object({ rows: z.array(userShape) }),
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
    summary: 'A new link to set the password; it works once and for three days',
    access: own,
    byToken: false,
    params: byId,
    ok: link,
    refusals: ['notFound'],
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
