import * as z from 'zod/mini'
import { fullDeal, sentStep } from '#features/funnel/contract.ts'
import { operation } from '#kernel/operation.ts'
import { askedQuestions, sentAnswer } from './contract.ts'

const id = z.uuid()
const text = (most: number) => z.string().check(z.trim(), z.maxLength(most))
/** absent = as the line says; null or empty = none */
const said = (most: number) => z.optional(z.nullable(text(most)))

const knownClient = z.object({
  id,
  name: z.string(),
  ownerName: z.nullable(z.string()),
  /** deals in sight that are still open */
  openDeals: z.number(),
  mayEdit: z.boolean(),
})
export type KnownClient = z.infer<typeof knownClient>

const writers = ['owner', 'head', 'rep'] as const
const readers = ['owner', 'head', 'rep', 'marketer'] as const

/** Taking an enquiry down as fast as it comes. */
export const quickContract = {
  known: operation({
    method: 'GET',
    path: '/api/leads/known',
    summary: 'The clients in sight that are reached by a phone or an e-mail, also by that of a person there',
    access: readers,
    query: z.object({ phone: z.optional(text(50)), email: z.optional(text(200)) }),
    ok: z.object({ rows: z.array(knownClient) }),
  }),
  quickAdd: operation({
    method: 'POST',
    path: '/api/leads/quick',
    summary:
      'Takes an enquiry down in one call: reads the line, knows the client again by phone or e-mail or adds one, opens a deal at the first stage and writes the answers down',
    access: writers,
    body: z.object({
      /** «Анна +7 916 123-45-67 хочет 200 кружек»; a field that is given counts instead of what the line says */
      line: z.optional(text(1000)),
      kind: z.optional(z.enum(['company', 'person'])),
      name: said(300),
      /** at a company, whom we spoke with */
      person: said(200),
      phone: said(50),
      email: said(200),
      inn: said(12),
      want: said(2000),
      /** whose enquiry it is; absent = whoever has the phone or the e-mail, null = a new client */
      clientId: z.optional(z.nullable(id)),
      source: said(100),
      /** absent = the client's owner, of a new client oneself */
      ownerId: z.optional(z.nullable(id)),
      amountMinor: z.optional(z.nullable(z.number().check(z.int(), z.gte(0), z.lte(1e13)))),
      stageId: z.optional(id),
      step: z.optional(z.nullable(sentStep)),
      answers: z.optional(z.array(z.object(sentAnswer)).check(z.maxLength(askedQuestions.length))),
    }),
    ok: z.object({
      deal: fullDeal,
      client: z.object({ id, name: z.string(), isNew: z.boolean() }),
      unitId: id,
    }),
    refusals: [
      'whoMissing',
      'notFound',
      'notYours',
      'noSuchOwner',
      'badPhone',
      'badEmail',
      'badInn',
      'stageGone',
      'factsMissing',
      'lostReasonMissing',
      'lostNoteMissing',
      'valueNotOfQuestion',
      'dayPassed',
    ],
  }),
}
