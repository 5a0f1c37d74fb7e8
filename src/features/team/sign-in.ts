import { randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from '#server/database/connect.ts'

const LINK_DAYS = 3
// The library wants absolute URLs; it is never asked to send anybody anywhere.
const BASE = 'http://gorn.internal'

type SetHeader = (name: string, value: string | string[]) => void
type Session = { userId: string; token: string }

export type SignIn = {
  findSession(headers: Headers): Promise<Session | null>
  signIn(
    credentials: { email: string; password: string },
    headers: Headers,
    setHeader: SetHeader,
  ): Promise<void>
  signOut(headers: Headers, setHeader: SetHeader): Promise<void>
  setPassword(input: { token: string; newPassword: string }): Promise<string>
  hashPassword(password: string): Promise<string>
  makeLink(userId: string): Promise<{ token: string; expiresAt: Date }>
  endSessions(userId: string): Promise<void>
}

/** The key that signs cookies: made once, kept in the database, so that all server processes agree. */
async function loadSecret(db: Database): Promise<string> {
  const fresh = randomBytes(32).toString('base64url')
  await sql`insert into server_secret (name, value) values ('session', ${fresh}) on conflict do nothing`.execute(
    db,
  )
  const { rows } = await sql<{
    value: string
  }>`select value from server_secret where name = 'session'`.execute(db)
  return rows[0]?.value ?? fresh
}

function makeAuth(db: Database, secret: string, isSecure: boolean) {
  return betterAuth({
    baseURL: BASE,
    basePath: '/auth',
    secret,
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    user: {
      modelName: 'appUser',
      additionalFields: {
        role: { type: 'string', input: false },
        teamId: { type: 'string', input: false, required: false },
      },
    },
    session: { modelName: 'authSession', expiresIn: 60 * 60 * 24 * 30 },
    account: { modelName: 'authAccount' },
    verification: { modelName: 'authVerification' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      resetPasswordTokenExpiresIn: LINK_DAYS * 86_400,
      revokeSessionsOnPasswordReset: true,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'authRateLimit',
      customRules: { '/sign-in/email': { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: 'gorn',
      useSecureCookies: isSecure,
      ipAddress: { ipAddressHeaders: ['x-gorn-ip'] },
      database: { generateId: () => newId() },
    },
  })
}

/** Sign-in by e-mail and password, over the sign-in library; sessions live in the database. */
export async function makeSignIn(db: Database, isSecure: boolean): Promise<SignIn> {
  const auth = makeAuth(db, await loadSecret(db), isSecure)

  // Through the library's own HTTP handler, not its server API, because only the handler limits the rate.
  const post = (path: string, body: object, headers: Headers): Promise<Response> => {
    const sent = new Headers({ 'content-type': 'application/json', origin: BASE })
    for (const name of ['cookie', 'user-agent', 'x-gorn-ip']) {
      const value = headers.get(name)
      if (value !== null) sent.set(name, value)
    }
    return auth.handler(
      new Request(`${BASE}/auth${path}`, { method: 'POST', headers: sent, body: JSON.stringify(body) }),
    )
  }
  const passCookies = (response: Response, setHeader: SetHeader): void => {
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) setHeader('set-cookie', cookies)
  }

  return {
    async findSession(headers) {
      if (!headers.get('cookie')) return null
      const found = await auth.api.getSession({ headers })
      return found ? { userId: found.user.id, token: found.session.token } : null
    },
    async signIn(credentials, headers, setHeader) {
      const response = await post('/sign-in/email', credentials, headers)
      if (response.status === 429) {
        throw new Refusal('tooManyRequests', {
          retryAfterSeconds: Number(response.headers.get('x-retry-after') ?? 60),
        })
      }
      if (response.status >= 500) throw new Error(`sign-in failed: ${await response.text()}`)
      if (!response.ok) throw new Refusal('wrongPassword')
      passCookies(response, setHeader)
    },
    async signOut(headers, setHeader) {
      passCookies(await post('/sign-out', {}, headers), setHeader)
    },
    async setPassword({ token, newPassword }) {
      const context = await auth.$context
      const link = await context.internalAdapter.findVerificationValue(`reset-password:${token}`)
      if (!link) throw new Refusal('linkExpired')
      const response = await post('/reset-password', { token, newPassword }, new Headers())
      if (response.status >= 500) throw new Error(`setting the password failed: ${await response.text()}`)
      if (!response.ok) throw new Refusal('linkExpired')
      return link.value
    },
    async hashPassword(password) {
      return (await auth.$context).password.hash(password)
    },
    async makeLink(userId) {
      const context = await auth.$context
      const token = randomBytes(24).toString('base64url')
      const expiresAt = new Date(Date.now() + LINK_DAYS * 86_400_000)
      await context.internalAdapter.createVerificationValue({
        identifier: `reset-password:${token}`,
        value: userId,
        expiresAt,
      })
      return { token, expiresAt }
    },
    async endSessions(userId) {
      await db.deleteFrom('authSession').where('userId', '=', userId).execute()
    },
  }
}
