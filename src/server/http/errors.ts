import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { newId } from '#kernel/id.ts'
import { Refusal, statusOf } from '#kernel/refusal.ts'
import { tellDiskFull } from '../disk-full.ts'

type Answer = { status: number; code: string; data: Record<string, unknown> }

// Codes with which PostgreSQL or the socket say "not now": the database restarts, or has no place for one more connection.
const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53300',
])

// Two wrote the same thing at the same moment and this one came second: a repetition meets what the first one wrote.
const racingCodes = new Set(['23505', '40001', '40P01'])

// The same in words, where the driver gives no code.
const passingWords =
  /Connection terminated|timeout exceeded when trying to connect|connection error|ECONNREFUSED|ECONNRESET|the database system is|terminating connection|not currently accepting connections/

function isPassing(error: Error & { code?: string }): boolean {
  if (passingCodes.has(error.code ?? '') || passingWords.test(error.message)) return true
  return error.cause instanceof Error && isPassing(error.cause)
}

// What the reader of uploads says of a form that breaks off or is cut by no sound boundary; it gives no status of its own.
const brokenForm = /Boundary not found|unexpected end of multipart|needle cannot (be|have)/i

function answerTo(thrown: FastifyError | Refusal, log: Logger, request: FastifyRequest): Answer {
  const error = tellDiskFull(thrown) as FastifyError | Refusal
  if (error instanceof Refusal) return { status: statusOf(error.code), code: error.code, data: error.data }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map((issue) => ({
      path: issue.instancePath,
      message: issue.message ?? '',
    }))
    return { status: 400, code: 'invalidInput', data: { where: error.validationContext, issues } }
  }
  if (racingCodes.has(error.code)) {
    log.warn({ err: error, url: request.url }, 'two wrote the same at once')
    return { status: 409, code: 'conflict', data: {} }
  }
  if (isPassing(error)) {
    log.warn({ err: error, url: request.url.split('?', 1)[0] }, 'database not reachable')
    return { status: 503, code: 'notReady', data: {} }
  }
  const status = error.statusCode ?? (brokenForm.test(error.message) ? 400 : 500)
  if (status < 500 && !isResponseSerializationError(error)) {
    return { status, code: status === 404 ? 'notFound' : 'invalidInput', data: { message: error.message } }
  }
  const id = newId()
  log.error(
    { err: error, errorId: id, method: request.method, url: request.url.split('?', 1)[0] },
    'unexpected error',
  )
  return { status: 500, code: 'unexpected', data: { errorId: id } }
}

/** Turns whatever was thrown into an answer: refusals keep their code, our own bugs get an id that the log knows. */
export function errorHandler(log: Logger) {
  return (error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): void => {
    const { status, code, data } = answerTo(error, log, request)
    if (reply.raw.headersSent) {
      reply.raw.destroy()
      return
    }
    if (status === 503) void reply.header('retry-after', '2')
    if (status === 429) void reply.header('retry-after', String(data['retryAfterSeconds'] ?? 60))
    void reply.status(status).send({ error: { code, data } })
  }
}
