import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'

export const liveContract = {
  stream: operation({
    method: 'GET',
    path: '/api/live',
    summary: 'Server-sent events {kind, id, rev} of what changed, within the caller’s sight',
    access: 'signedIn',
    query: z.object({ after: z.optional(z.coerce.number().check(z.int(), z.gte(0))) }),
    ok: 'file',
  }),
}
