import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { findUnstorable } from '#kernel/storable.ts'
import { authorise, type Door, toHeaders } from './authorise.ts'
import type { FileReply, Handled, RequestContext, Upload } from './handle.ts'
import { type RunOnce, readOnce } from './run-once.ts'

// The database can keep neither; told in words here, it is our failure nowhere.
function refuseUnstorable({ params, query, body }: FastifyRequest): void {
  const field = findUnstorable(params) ?? findUnstorable(query) ?? findUnstorable(body)
  if (field !== null) throw new Refusal('nulByte', { field })
}

async function readUpload(request: FastifyRequest): Promise<Upload> {
  const part = await request.file()
  if (!part)
    throw new Refusal('invalidInput', { where: 'body', issues: [{ path: '/file', message: 'file' }] })
  return { fileName: part.filename, stream: part.file }
}

function sendFile(reply: FastifyReply, file: FileReply): FastifyReply {
  void reply.status(file.status ?? 200).header('content-type', file.contentType)
  if (file.fileName) {
    void reply.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    )
  }
  return reply.send(file.body)
}

/** More nobody writes into a form by hand. */
const FORM_BYTES = 32_768

function readForms(scope: FastifyInstance): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}

/** Registers an operation as a route: authorise, validate, run, answer. */
export function registerOperation(
  app: FastifyInstance,
  handled: Handled,
  door: Door,
  runOnce: RunOnce,
): void {
  const { operation } = handled
  // Only where a page of another site may send a form; everywhere else such a body is none.
  if (operation.fromAnywhere) {
    return void app.register(async (scope) => {
      readForms(scope)
      addRoute(scope, handled, door, runOnce)
    })
  }
  addRoute(app, handled, door, runOnce)
}

function addRoute(app: FastifyInstance, { operation, run }: Handled, door: Door, runOnce: RunOnce): void {
  const isUpload = operation.body === 'file'
  app.route({
    ...(operation.fromAnywhere && { bodyLimit: FORM_BYTES }),
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
    preValidation: async (request, reply) => {
      const setHeader: RequestContext['setHeader'] = (name, value) => void reply.header(name, value)
      const actor = await authorise(operation, request, door, setHeader)
      const once = readOnce(operation, request)
      request.actor = once ? { ...actor, once } : actor
      if (!isUpload && !operation.isBatch) refuseUnstorable(request)
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
        request: context,
        ...(isUpload && { file: await readUpload(request) }),
      }
      const answer = await runOnce(request.actor, context.setHeader, (actor) =>
        run({ ...input, actor } as never),
      )
      return operation.ok === 'file' ? sendFile(reply, answer as FileReply) : reply.send(answer)
    },
  })
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}
