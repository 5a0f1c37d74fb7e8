import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Actor } from '#kernel/actor.ts'
import type { Once } from '#kernel/once.ts'
import type { Operation } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from '../database/connect.ts'
import { findAnswer, fingerprintOf, keepAnswer, UsedKey } from '../idempotency.ts'
import type { SetHeader } from '../request-count.ts'

const fault = (message: string): Refusal =>
  new Refusal('invalidInput', { where: 'headers', issues: [{ path: '/idempotency-key', message }] })

/** The key that the caller gave this write, read before the input is validated; null without one. */
export function readOnce(operation: Operation, request: FastifyRequest): Once | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || operation.method === 'GET' || operation.access === 'public') return null
  // Passwords and secrets are in what the way in asks and answers: neither they nor a print of them is kept.
  if (operation.byToken === false) throw fault('this operation takes no key')
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw fault('1 to 200 visible ASCII characters')
  }
  // An upload is taken back by removing it; its bytes are not read twice to compare them.
  if (operation.body === 'file') throw fault('uploads take no key')
  const { params, query, body } = request
  const fingerprint = fingerprintOf(`${operation.method} ${operation.path}`, { params, query, body })
  return { key, fingerprint, isSpent: false }
}

type Run = (actor: Actor) => Promise<unknown>
export type RunOnce = (actor: Actor, setHeader: SetHeader, run: Run) => Promise<unknown>

/** Runs a write that may carry a key: the first time it is done, later the same answer is given. */
export function makeRunOnce(db: Database, log: Logger): RunOnce {
  const repeat = async (actor: Actor, setHeader: SetHeader): Promise<{ answer: unknown } | null> => {
    const before = await findAnswer(db, actor)
    if (before) setHeader('idempotency-replayed', 'true')
    return before
  }
  return async (actor, setHeader, run) => {
    if (!actor.once) return run(actor)
    const before = await repeat(actor, setHeader)
    if (before) return before.answer
    try {
      const answer = await run(actor)
      await keepAnswer(db, actor, answer).catch((error: unknown) =>
        log.warn({ err: error }, 'the answer to a keyed write was not kept'),
      )
      return answer
    } catch (error) {
      if (!(error instanceof UsedKey)) throw error
      const meanwhile = await repeat(actor, setHeader)
      if (!meanwhile) throw new Refusal('conflict')
      return meanwhile.answer
    } finally {
      // Work that goes on after the answer does not belong to the key.
      actor.once.isSpent = true
    }
  }
}
