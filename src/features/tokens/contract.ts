import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { instantShape as instant } from '#kernel/shapes.ts'

const id = z.uuid()

/** So many living tokens one person has at most. */
export const MOST_TOKENS = 50

export const tokenShape = z.object({
  id,
  userId: id,
  userName: z.string(),
  name: z.string(),
  /** what the secret begins with */
  hint: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.nullable(z.string()),
  lastUsedAt: z.nullable(z.string()),
  lastUsedFrom: z.nullable(z.string()),
  revokedAt: z.nullable(z.string()),
  state: z.enum(['alive', 'expired', 'revoked', 'deactivated']),
})
export type Token = z.infer<typeof tokenShape>

export const tokensContract = {
  list: operation({
    method: 'GET',
    path: '/api/tokens',
    summary: 'My API tokens; the owner sees everybody’s',
    access: 'signedIn',
    byToken: false,
    ok: z.object({ rows: z.array(tokenShape), limitPerMinute: z.number() }),
  }),
  create: operation({
    method: 'POST',
    path: '/api/tokens',
    summary: 'Makes an API token; its secret is in this answer and nowhere else',
    access: 'signedIn',
    byToken: false,
    body: z.object({
      name: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
      scopes: z.array(z.string().check(z.maxLength(60))).check(z.minLength(1), z.maxLength(100)),
      expiresAt: z.optional(z.nullable(instant)),
    }),
    ok: z.object({ token: tokenShape, secret: z.string() }),
    refusals: ['unknownScope', 'expiryPast', 'tooManyTokens', 'nulByte'],
  }),
  revoke: operation({
    method: 'DELETE',
    path: '/api/tokens/{id}',
    summary: 'Revokes an API token: mine, or anybody’s for the owner',
    access: 'signedIn',
    byToken: false,
    params: z.object({ id }),
    ok: tokenShape,
    refusals: ['notFound'],
  }),
}
