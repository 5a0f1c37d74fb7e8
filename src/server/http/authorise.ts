import type { FastifyRequest } from 'fastify'
import type { Actor } from '#kernel/actor.ts'
import { mayCall, type Operation, scopeOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { SetHeader } from '../request-count.ts'

/** Who calls: by the session's cookie, or by a token, which is counted. */
export type Authenticate = (headers: Headers, setHeader: SetHeader) => Promise<Actor | null>

export type Door = {
  authenticate: Authenticate
  /** counts a write of somebody who is not signed in */
  countGuest: (headers: Headers, setHeader: SetHeader) => Promise<void>
  /** the part of the contract that an operation belongs to */
  areaOf: (operation: Operation) => string
}

// Public operations run as someone who sees nothing.
const guest: Actor = {
  userId: null,
  role: 'observer',
  channel: 'web',
  sight: { kind: 'owners', ownerIds: [], unowned: false },
  mayEdit: { ownerIds: [], unowned: false },
}

/** The token of a request; null when it comes without one. A request with a token is never told by its cookies. */
export function bearerOf(authorization: string | null | undefined): string | null {
  return /^bearer +(\S*)\s*$/i.exec(authorization ?? '')?.[1] ?? null
}

/** The headers of a request, with the caller's address as we see it. */
export function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set('x-gorn-ip', request.ip)
  return headers
}

// A page of another site may make a browser send our cookie; it can neither forge the Origin nor know a token.
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin, host, authorization } = request.headers
  if (request.method === 'GET' || origin === undefined || bearerOf(authorization) !== null) return
  if (URL.parse(origin)?.host !== host) throw new Refusal('notAllowed', { reason: 'origin' })
}

function refuseBeyondToken(operation: Operation, area: string, scopes: readonly string[]): void {
  if (operation.byToken === false) throw new Refusal('notAllowed', { reason: 'token' })
  const scope = scopeOf(area, operation)
  if (!scopes.includes(scope)) throw new Refusal('notAllowed', { reason: 'scope', scope })
}

/** Who may go on with a request; everybody else is refused. */
export async function authorise(
  operation: Operation,
  request: FastifyRequest,
  { authenticate, countGuest, areaOf }: Door,
  setHeader: SetHeader,
): Promise<Actor> {
  if (!operation.fromAnywhere) refuseForeignOrigin(request)
  const headers = toHeaders(request)
  const address = { address: request.ip }
  if (operation.access === 'public') {
    if (operation.method !== 'GET') await countGuest(headers, setHeader)
    return { ...guest, ...address }
  }
  const actor = await authenticate(headers, setHeader)
  if (!actor) throw new Refusal('notSignedIn')
  if (actor.scopes) refuseBeyondToken(operation, areaOf(operation), actor.scopes)
  if (!mayCall(operation.access, actor.role)) throw new Refusal('notAllowed')
  return { ...actor, ...address }
}
