import { Refusal } from '#kernel/refusal.ts'
import { type Outcome, post, resolveHost } from '#server/outgoing/post.ts'
import { readTarget } from '#server/outgoing/target.ts'
import type { Company } from './domain/company.ts'
import { readAnswer } from './domain/read-answer.ts'

/** How the server asks: neighbours that are allowed (host:port), the longest wait, the name that it gives itself. */
export type RegistryPlace = { allowed: readonly string[]; timeoutMs: number; gorn: string }

/** A question of `findById/party`: a tax id, and which of its offices. */
export type Question = { query: string; kpp?: string; branch_type?: 'MAIN' }

// Three hundred companies with all that is told of them are below it.
const MOST_BYTES = 2 * 1024 * 1024

const byStatus: Record<number, string> = { 401: 'denied', 403: 'denied', 413: 'tooLong', 429: 'limit' }

function reasonOf({ failure, status }: Outcome): string {
  if (failure !== 'status' && failure !== 'gone') return failure ?? 'garbled'
  return byStatus[status ?? 0] ?? (status !== null && status >= 500 ? 'server' : 'status')
}

/** Asks the register once. Whatever goes wrong is a refusal that says what; neither token nor answer are in it. */
export async function ask(
  place: RegistryPlace,
  { url, token }: { url: string; token: string },
  question: Question,
): Promise<Company[]> {
  const read = readTarget(url, place.allowed)
  // The list of allowed neighbours may have become shorter since the address was saved.
  if (!read.ok) throw new Refusal('registryFailed', { reason: 'private', status: null })
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': `Gorn/${place.gorn}`,
    authorization: `Token ${token}`,
  }
  const outcome = await post(
    read.target,
    { headers, body: JSON.stringify(question) },
    { timeoutMs: place.timeoutMs, resolve: resolveHost, wholeBytes: MOST_BYTES },
  )
  const companies = outcome.failure === null ? readAnswer(outcome.answer ?? '') : null
  if (companies) return companies
  throw new Refusal('registryFailed', {
    reason: reasonOf(outcome),
    status: outcome.status,
    seconds: place.timeoutMs / 1000,
  })
}
