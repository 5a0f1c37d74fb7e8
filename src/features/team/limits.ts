import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from '#server/database/connect.ts'

type Limit = { key: string; most: number; seconds: number }

// Failures within a span of time. An office behind one address has many people; an account has one.
const perAddress = (key: string): Limit[] => [{ key: `address ${key}`, most: 30, seconds: 600 }]
const perAccount = (key: string): Limit[] => [
  { key: `account ${key}`, most: 10, seconds: 900 },
  // Who guesses slowly, from many addresses, is stopped by the day.
  { key: `account-day ${key}`, most: 60, seconds: 86_400 },
]

// An IPv6 network hands out addresses by the billion: its first half names the caller.
function networkOf(address: string): string {
  return address.includes(':') && !address.includes('.') ? address.split(':', 4).join(':') : address
}

/** What an attempt to sign in counts toward. Where an account is at home, strangers cannot use its attempts up. */
export async function signInLimits(
  db: Database,
  email: string,
  address: string | undefined,
): Promise<Limit[]> {
  const account = email.trim().toLowerCase()
  if (!address) return perAccount(account)
  const known = await sql`
    select from auth_session s join app_user u on u.id = s.user_id
    where lower(u.email) = ${account} and s.ip_address = ${address} and s.expires_at > now() limit 1`.execute(
    db,
  )
  const home = known.rows.length > 0 ? ` ${address}` : ''
  return [...perAddress(networkOf(address)), ...perAccount(`${account}${home}`)]
}

/** What an attempt to confirm an act by one's own password counts toward. */
export const confirmLimits = (userId: string): Limit[] => perAccount(`confirm ${userId}`)

/** Counts an attempt before it is made; refused, with the time to wait, when there were too many. */
export async function countAttempt(db: Database, now: Date, limits: readonly Limit[]): Promise<void> {
  const sorted = [...limits].sort((a, b) => (a.key < b.key ? -1 : 1))
  const found = await sql<{ key: string; attempts: number; endsAt: Date }>`
    insert into sign_in_limit as l (key, attempts, ends_at)
    select key, 1, ${now}::timestamptz + make_interval(secs => seconds)
    from unnest(${sorted.map((it) => it.key)}::text[], ${sorted.map((it) => it.seconds)}::int[]) as w(key, seconds)
    on conflict (key) do update set
      attempts = case when l.ends_at <= ${now} then 1 else l.attempts + 1 end,
      ends_at = case when l.ends_at <= ${now} then excluded.ends_at else l.ends_at end
    returning key, attempts, ends_at`.execute(db)
  const spent = found.rows.filter(({ key, attempts }) =>
    sorted.some((limit) => limit.key === key && attempts > limit.most),
  )
  if (spent.length === 0) return
  const until = Math.max(...spent.map(({ endsAt }) => endsAt.getTime()))
  throw new Refusal('tooManyRequests', { retryAfterSeconds: Math.ceil((until - now.getTime()) / 1000) })
}

/** An attempt that succeeded: the account is its owner's again, and the address is not charged. */
export async function forgiveAttempt(db: Database, now: Date, limits: readonly Limit[]): Promise<void> {
  const keys = limits.map((it) => it.key)
  await sql`
    with gone as (delete from sign_in_limit where ends_at <= ${now} or (key = any(${keys}) and key like 'account%'))
    update sign_in_limit set attempts = greatest(attempts - 1, 0)
    where key = any(${keys}) and key like 'address %' and ends_at > ${now}`.execute(db)
}
