import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#kernel/actor.ts'
import { mayCall, type Operation } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { findUnstorable } from '#kernel/storable.ts'
import type { FileReply, Handled, RequestContext, Upload } from './handle.ts'

export type Authenticate = (headers: Headers) => Promise<Actor | null>

// Public operations run as someone who sees nothing.
const guest: Actor = {
  userId: null,
  role: 'observer',
  channel: 'web',
  sight: { kind: 'owners', ownerIds: [], unowned: false },
  mayEdit: { ownerIds: [], unowned: false },
}

function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set('x-gorn-ip', request.ip)
  return headers
}

// A page of another site may make a browser send our cookie; it cannot forge the Origin.
function refuseForeignOrigin(request: FastifyRequest): void {
  const origin = request.headers.origin
  if (request.method === 'GET' || origin === undefined) return
  if (URL.parse(origin)?.host !== request.headers.host) throw new Refusal('notAllowed', { reason: 'origin' })
}

async function authorise(operation: Operation, authenticate: Authenticate, headers: Headers): Promise<Actor> {
  const actor = operation.access === 'public' ? null : await authenticate(headers)
  const address = headers.get('x-gorn-ip') ?? undefined
  if (operation.access === 'public') return { ...guest, ...(address && { address }) }
  if (!actor) throw new Refusal('notSignedIn')
  if (!mayCall(operation.access, actor.role)) throw new Refusal('notAllowed')
  return { ...actor, ...(address && { address }) }
}

// The database can keep neither; told in words here, it is our failure nowhere.
function refuseUnstorable({ query, body }: FastifyRequest): void {
  const field = findUnstorable(query) ?? findUnstorable(body)
  if (field !== null) throw new Refusal('nulByte', { field })
}

async function readUpload(request: FastifyRequest): Promise<Upload> {
  const part = await request.file()
  if (!part)
    throw new Refusal('invalidInput', { where: 'body', issues: [{ path: '/file', message: 'file' }] })
  return { fileName: part.filename, stream: part.file }
}

function sendFile(reply: FastifyReply, file: FileReply): FastifyReply {
  void reply.header('content-type', file.contentType)
  if (file.fileName) {
    void reply.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
  }
  return reply.send(file.body)
}

/** Registers an operation as a route: authorise, validate, run, answer. */
export function registerOperation(app: FastifyInstance, handled: Handled, authenticate: Authenticate): void {
  const { operation, run } = handled
  const isUpload = operation.body === 'file'
  app.route({
    method: operation.method,
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    schema: {
      summary: operation.summary,
      ...(operation.params && { params: operation.params }),
      ...(operation.query && { querystring: operation.query }),
      ...(operation.body && !isUpload && { body: operation.body }),
      ...(isUpload && { consumes: ['multipart/form-data'] }),
      ...(operation.ok !== 'file' && { response: { 200: operation.ok } }),
    },
    // Before validation, so that a stranger learns nothing from what we say of the input.
    preValidation: async (request) => {
      refuseForeignOrigin(request)
      request.actor = await authorise(operation, authenticate, toHeaders(request))
      if (!isUpload) refuseUnstorable(request)
    },
    handler: async (request, reply) => {
      const gone = new AbortController()
      reply.raw.on('close', () => gone.abort())
      const context: RequestContext = {
        headers: toHeaders(request),
        signal: gone.signal,
        setHeader: (name, value) => void reply.header(name, value),
      }
      const input = {
        params: request.params,
        query: request.query,
        body: request.body,
        actor: request.actor,
        request: context,
        ...(isUpload && { file: await readUpload(request) }),
      }
      const answer = await run(input as never)
      return operation.ok === 'file' ? sendFile(reply, answer as FileReply) : reply.send(answer)
    },
  })
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}
