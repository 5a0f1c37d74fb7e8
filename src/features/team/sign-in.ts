import { createHash, randomBytes } from 'node:crypto'
import { kyselyAdapter } from '@better-auth/kysely-adapter'
// Without what makes its tables and with no plugin but ours: half as much to load at each start.
import { betterAuth } from 'better-auth/minimal'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from '#server/database/connect.ts'
import { touchSession } from './sessions.ts'

// The library wants absolute URLs; it is never asked to send anybody anywhere.
const BASE = 'http://gorn.internal'
const CODE_SECONDS = 300
const TOUCH_MS = 60_000

type SetHeader = (name: string, value: string | string[]) => void
type Session = { userId: string; token: string }

/** Secrets are given once, when the second factor is set up. */
export type TwoFactorSetUp = { uri: string }

export type SignIn = {
  findSession(headers: Headers): Promise<Session | null>
  /** by password; null = the code of the second factor is asked for next */
  signIn(
    credentials: { email: string; password: string },
    headers: Headers,
    setHeader: SetHeader,
  ): Promise<Session | null>
  signInWithCode(
    code: string,
    headers: Headers,
    setHeader: SetHeader,
  ): Promise<Session & { isRecovery: boolean }>
  signOut(headers: Headers, setHeader: SetHeader): Promise<void>
  hashPassword(password: string): Promise<string>
  /** whether this is the person's password */
  isPassword(userId: string, password: string): Promise<boolean>
  beginTwoFactor(password: string, headers: Headers): Promise<TwoFactorSetUp>
  confirmTwoFactor(code: string, headers: Headers, setHeader: SetHeader): Promise<Session>
  renewRecoveryCodes(password: string, headers: Headers): Promise<string[]>
  readRecoveryCodes(userId: string): Promise<string[]>
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
    appName: 'Gorn',
    baseURL: BASE,
    basePath: '/auth',
    secret,
    database: kyselyAdapter(db, { type: 'postgres' }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    user: {
      modelName: 'appUser',
      additionalFields: {
        role: { type: 'string', input: false },
        teamId: { type: 'string', input: false, required: false },
      },
    },
    session: {
      modelName: 'authSession',
      expiresIn: 60 * 60 * 24 * 30,
      additionalFields: { lastUsedAt: { type: 'date', input: false, required: false } },
    },
    account: { modelName: 'authAccount' },
    verification: { modelName: 'authVerification' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
    // Attempts are counted by ours (limits.ts), which know the account as well.
    rateLimit: { enabled: false },
    plugins: [
      twoFactor({
        twoFactorTable: 'authTwoFactor',
        twoFactorCookieMaxAge: CODE_SECONDS,
        accountLockout: { maxFailedAttempts: 10, durationSeconds: 900 },
      }),
    ],
    advanced: {
      cookiePrefix: 'gorn',
      useSecureCookies: isSecure,
      ipAddress: { ipAddressHeaders: ['x-gorn-ip'] },
      database: { generateId: () => newId() },
    },
  })
}

const isTotp = (code: string): boolean => /^\d{6}$/.test(code)

type Said = { code?: string; twoFactorRedirect?: boolean; totpURI?: string; backupCodes?: string[] }

/** What the library said no to, as a refusal of ours; anything unforeseen is our failure. */
function refusalOf(response: Response, { code = '' }: Said): Error {
  if (response.status >= 500) return new Error(`sign-in library: ${response.status} ${code}`)
  if (response.status === 429) return new Refusal('tooManyRequests', { retryAfterSeconds: 900 })
  if (response.status === 409) return new Refusal('wrongCode')
  switch (code) {
    case 'INVALID_TWO_FACTOR_COOKIE':
    case 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE':
      return new Refusal('signInAgain')
    case 'INVALID_CODE':
    case 'INVALID_BACKUP_CODE':
    case 'OTP_HAS_EXPIRED':
      return new Refusal('wrongCode')
    case 'INVALID_EMAIL_OR_PASSWORD':
    case 'INVALID_EMAIL':
    case 'PASSWORD_TOO_LONG':
      return new Refusal('wrongPassword')
    case 'INVALID_PASSWORD':
      return new Refusal('notYourPassword')
    case 'TOTP_ALREADY_ENABLED':
      return new Refusal('twoFactorIsOn')
    case 'TOTP_NOT_ENABLED':
    case 'TWO_FACTOR_NOT_ENABLED':
      return new Refusal('twoFactorIsOff')
    case 'UNAUTHORIZED':
      return new Refusal('notSignedIn')
  }
  return new Error(`sign-in library: ${response.status} ${code}`)
}

/** Sign-in by e-mail, password and second factor, over the sign-in library; sessions live in the database. */
export async function makeSignIn(db: Database, isSecure: boolean, now: () => Date): Promise<SignIn> {
  const auth = makeAuth(db, await loadSecret(db), isSecure)

  const post = async (
    path: string,
    body: object,
    headers: Headers,
    only?: string,
  ): Promise<{ response: Response; said: Said }> => {
    const sent = new Headers({ 'content-type': 'application/json', origin: BASE })
    for (const name of ['cookie', 'user-agent', 'x-gorn-ip']) {
      const value = headers.get(name)
      if (value !== null) sent.set(name, value)
    }
    if (only !== undefined) {
      const cookies = (headers.get('cookie') ?? '').split(/;\s*/)
      sent.set('cookie', cookies.filter((cookie) => cookie.split('=')[0]?.endsWith(only)).join('; '))
    }
    const response = await auth.handler(
      new Request(`${BASE}/auth${path}`, { method: 'POST', headers: sent, body: JSON.stringify(body) }),
    )
    const text = await response.text()
    const said = (text.startsWith('{') ? JSON.parse(text) : {}) as Said
    if (!response.ok) throw refusalOf(response, said)
    return { response, said }
  }
  const passCookies = (response: Response, setHeader: SetHeader): void => {
    const cookies = response.headers.getSetCookie()
    if (cookies.length > 0) setHeader('set-cookie', cookies)
  }
  const findSession = async (headers: Headers): Promise<Session | null> => {
    if (!headers.get('cookie')) return null
    const found = await auth.api.getSession({ headers })
    if (!found) return null
    const { token, lastUsedAt } = found.session
    const at = now()
    if (!lastUsedAt || Math.abs(at.getTime() - lastUsedAt.getTime()) > TOUCH_MS) {
      await touchSession(db, token, at)
    }
    return { userId: found.user.id, token }
  }
  // The session that an answer of the library begins.
  const begunBy = async (response: Response): Promise<Session> => {
    const cookie = response.headers
      .getSetCookie()
      .map((it) => it.split(';')[0])
      .join('; ')
    const session = await findSession(new Headers({ cookie }))
    if (!session) throw new Error('the sign-in library began no session')
    return session
  }

  // A code is valid for a minute and a half, and signs in once all the same.
  const useUpCode = async ({ userId, token }: Session, code: string): Promise<void> => {
    const digest = createHash('sha256').update(code).digest('hex')
    await sql`delete from second_factor_used where used_at < now() - interval '10 minutes'`.execute(db)
    const used = await sql`
      insert into second_factor_used (user_id, code_sha256) values (${userId}, ${digest})
      on conflict do nothing returning user_id`.execute(db)
    if (used.rows.length > 0) return
    await db.deleteFrom('authSession').where('token', '=', token).execute()
    throw new Refusal('wrongCode')
  }

  return {
    findSession,
    async signIn(credentials, headers, setHeader) {
      const { response, said } = await post('/sign-in/email', credentials, headers)
      passCookies(response, setHeader)
      return said.twoFactorRedirect ? null : begunBy(response)
    },
    async signInWithCode(code, headers, setHeader) {
      const typed = code.replace(/\s/g, '')
      const path = isTotp(typed) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
      // Without the cookie of a session that another account may have in this browser.
      const { response } = await post(path, { code: typed }, headers, 'two_factor')
      const session = await begunBy(response)
      if (isTotp(typed)) await useUpCode(session, typed)
      passCookies(response, setHeader)
      return { ...session, isRecovery: !isTotp(typed) }
    },
    async signOut(headers, setHeader) {
      passCookies((await post('/sign-out', {}, headers)).response, setHeader)
    },
    async hashPassword(password) {
      return (await auth.$context).password.hash(password)
    },
    async isPassword(userId, password) {
      const account = await db
        .selectFrom('authAccount')
        .select('password')
        .where('userId', '=', userId)
        .where('providerId', '=', 'credential')
        .executeTakeFirst()
      if (!account?.password) return false
      return (await auth.$context).password.verify({ hash: account.password, password })
    },
    async beginTwoFactor(password, headers) {
      const { said } = await post('/two-factor/enable', { password, method: 'totp' }, headers)
      return { uri: said.totpURI ?? '' }
    },
    async confirmTwoFactor(code, headers, setHeader) {
      const { response } = await post('/two-factor/verify-totp', { code: code.replace(/\s/g, '') }, headers)
      passCookies(response, setHeader)
      return begunBy(response)
    },
    async renewRecoveryCodes(password, headers) {
      const { said } = await post('/two-factor/generate-backup-codes', { password }, headers)
      return said.backupCodes ?? []
    },
    async readRecoveryCodes(userId) {
      return (await auth.api.viewBackupCodes({ body: { userId } })).backupCodes
    },
  }
}
