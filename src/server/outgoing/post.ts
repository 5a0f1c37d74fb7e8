import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from './address.ts'
import type { Target } from './target.ts'

const ANSWER_BYTES = 1024
const DETAIL_LENGTH = 300

/** How an attempt ended; a failure of null is a success. */
export type Outcome = {
  status: number | null
  failure:
    | 'private'
    | 'unresolved'
    | 'timeout'
    | 'connection'
    | 'redirect'
    | 'gone'
    | 'status'
    | 'tooLarge'
    | null
  detail: string | null
  answer: string | null
}
export type Resolve = (host: string) => Promise<LookupAddress[]>
type Message = { headers: Record<string, string>; body: string }

export const resolveHost: Resolve = (host) => lookup(host, { all: true })

const failed = (failure: Outcome['failure'], detail: string | null = null): Outcome => ({
  status: null,
  failure,
  detail: detail?.slice(0, DETAIL_LENGTH) ?? null,
  answer: null,
})

/**
 * The addresses behind a name, every one of them checked: one private among them refuses all. What is connected to are
 * these addresses and not the name, so that a name that points elsewhere a moment later gains nothing.
 */
export async function findAddresses(
  { host, isAllowed }: Target,
  resolve: Resolve,
): Promise<{ addresses: LookupAddress[] } | { refused: Outcome }> {
  const addresses = await resolve(host).catch((): LookupAddress[] => [])
  if (addresses.length === 0) return { refused: failed('unresolved', host) }
  const inside = isAllowed ? undefined : addresses.find(({ address }) => !isPublicAddress(address))
  return inside ? { refused: failed('private', inside.address) } : { addresses }
}

type Reply = {
  status: number
  location: string | undefined
  answer: string
  isCut: boolean
  isWhole: boolean
}

function exchange(
  { url }: Target,
  addresses: LookupAddress[],
  { headers, body }: Message,
  signal: AbortSignal,
  mostBytes: number,
): Promise<Reply> {
  const pinned: LookupFunction = (_host, { all }, answer) => {
    const [first] = addresses
    if (all || !first) answer(null, addresses)
    else answer(null, first.address, first.family)
  }
  return new Promise((resolve, reject) => {
    const { request: open } = url.protocol === 'https:' ? https : http
    // A connection of its own: one kept alive might lead to an address that was checked long ago.
    const request = open(url, { method: 'POST', headers, agent: false, lookup: pinned, signal })
    let finish = (error: Error): void => reject(error)
    request.on('error', (error) => finish(error))
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let size = 0
      // The status is the answer; what follows is for the log, as far as it comes.
      finish = () => {
        const text = Buffer.concat(parts).subarray(0, mostBytes).toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          answer: text.replaceAll('\0', '\uFFFD'),
          isCut: size >= mostBytes,
          isWhole: response.complete,
        })
        request.destroy()
      }
      response.on('data', (part: Buffer) => {
        parts.push(part)
        size += part.length
        if (size >= mostBytes) request.destroy()
      })
      response.on('error', finish)
      response.on('close', finish)
    })
    request.end(body)
  })
}

function judge({ status, location, answer }: Reply): Outcome {
  const base = { status, detail: null, answer }
  if (status >= 200 && status < 300) return { ...base, failure: null }
  if (status >= 300 && status < 400)
    return { ...base, failure: 'redirect', detail: location?.slice(0, DETAIL_LENGTH) ?? null }
  return { ...base, failure: status === 410 ? 'gone' : 'status' }
}

function codeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return code ?? message ?? String(error)
}

type Way = {
  timeoutMs: number
  resolve: Resolve
  /** set where the answer is what we ask for: it must come whole and be shorter than so many bytes */
  wholeBytes?: number
}

/** Sends one message, once: no redirect is followed, and it is over in time whatever the other side does. */
export async function post(
  target: Target,
  message: Message,
  { timeoutMs, resolve, wholeBytes }: Way,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(timeoutMs)
  // A name server is given up like everybody else; the question itself cannot be taken back.
  const late = new Promise<never>((_none, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  try {
    const found = await Promise.race([findAddresses(target, resolve), late])
    if ('refused' in found) return found.refused
    const reply = await exchange(target, found.addresses, message, signal, wholeBytes ?? ANSWER_BYTES)
    if (wholeBytes !== undefined && reply.isCut) return failed('tooLarge', String(wholeBytes))
    if (wholeBytes !== undefined && !reply.isWhole) throw new Error('cut off')
    return judge(reply)
  } catch (error) {
    return signal.aborted ? failed('timeout', String(timeoutMs / 1000)) : failed('connection', codeOf(error))
  }
}
