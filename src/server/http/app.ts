import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import serveStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { Actor } from '#kernel/actor.ts'
import { errorHandler } from './errors.ts'
import type { Handled } from './handle.ts'
import type { Door } from './authorise.ts'
import { registerOperation } from './register.ts'
import type { RunOnce } from './run-once.ts'
import { securityHeaders } from './security-headers.ts'

export type AppOptions = {
  handled: readonly Handled[]
  door: Door
  runOnce: RunOnce
  webFolder: string
  log: Logger
  /** the document of the API, from what the shapes of the operations tell */
  document: (shapes: object) => object
  /** resolves while the database answers */
  checkHealth: () => Promise<object>
}

/** Serves the single page: index.html with a fresh nonce a request, hashed files for a year. */
async function serveWeb(app: FastifyInstance, webFolder: string): Promise<void> {
  await app.register(serveStatic, {
    root: join(webFolder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
  })
  const page = await readFile(join(webFolder, 'index.html'), 'utf8')
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/') || request.url.startsWith('/assets/')) {
      return reply.status(404).send({ error: { code: 'notFound', data: {} } })
    }
    const nonce = randomBytes(16).toString('base64')
    securityHeaders(reply, nonce)
    return reply
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('__CSP_NONCE__', nonce))
  })
}

/** Builds the HTTP server: every operation of the contract, its document, health, and the web app. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log as never,
    logController: new LogController({ disableRequestLogging: true }),
    // Only a proxy on this machine may say where a request came from: the sign-in limit counts by address.
    trustProxy: 'loopback',
    bodyLimit: 4_000_000,
    routerOptions: { maxParamLength: 500 },
    // A body that trickles in for ever must not hold a connection; half an hour is enough for a large file on a slow line.
    requestTimeout: 30 * 60_000,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(errorHandler(options.log))
  app.decorateRequest('actor', null as unknown as Actor)
  app.addHook('onRequest', async (_request, reply) => securityHeaders(reply, null))
  app.addHook('onResponse', async (request, reply) => {
    options.log.debug(
      // Without what was asked: it may hold the token of a link, a name or a phone.
      {
        method: request.method,
        url: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: reply.elapsedTime,
      },
      'request',
    )
  })
  await app.register(compress, { threshold: 1400 })
  await app.register(multipart, { limits: { fileSize: Number.MAX_SAFE_INTEGER, files: 1 } })
  await app.register(swagger, {
    openapi: { info: { title: 'Gorn', version: '1' } },
    transform: jsonSchemaTransform,
  })
  for (const handled of options.handled) registerOperation(app, handled, options.door, options.runOnce)
  app.get('/health', { schema: { hide: true } }, async () => options.checkHealth())
  let document: object | undefined
  app.get(
    '/api/openapi.json',
    { schema: { hide: true } },
    async () => (document ??= options.document(app.swagger())),
  )
  // For people it is a screen of the app.
  app.get('/api/docs', { schema: { hide: true } }, (_request, reply) => reply.redirect('/api-docs'))
  await serveWeb(app, options.webFolder)
  await app.ready()
  return app
}
