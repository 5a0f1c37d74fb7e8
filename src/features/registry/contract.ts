import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { company } from './domain/company.ts'
import { proposedFields } from './domain/propose.ts'

const id = z.uuid()
const access = ['owner'] as const
const writers = ['owner', 'head', 'rep'] as const

const settings = z.object({
  rev: z.int(),
  isOn: z.boolean(),
  url: z.string(),
  /** the token itself is never told; null = there is none */
  token: z.nullable(z.object({ ending: z.string() })),
})
export type RegistrySettings = z.infer<typeof settings>

const proposal = z.object({
  field: z.enum(proposedFields),
  /** what is there; null = nothing */
  now: z.nullable(z.string()),
  proposed: z.string(),
  isSame: z.boolean(),
  source: z.string(),
  /** the fact that is there, to be sent with the acceptance */
  seenId: z.nullable(id),
})
export type RegisterProposal = z.infer<typeof proposal>
const found = z.object({ ...company.shape, proposals: z.array(proposal) })
export type FoundCompany = z.infer<typeof found>

const answer = z.object({
  answerId: id,
  /** of the client, as it was compared */
  rev: z.int(),
  /** the name of the register */
  register: z.string(),
  askedAt: z.string(),
  /** those that are this client, the likeliest first */
  companies: z.array(found),
  /** the register knows no branch of the client's KPP: the head office is shown */
  isBranchUnknown: z.boolean(),
})
export type RegisterAnswer = z.infer<typeof answer>

/** What keeps an answer from coming. */
const failed = ['registryOff', 'registryFailed', 'registryNothing'] as const

// Where the company's questions go is decided by a person who is signed in, never by a token.
export const registryContract = {
  state: operation({
    method: 'GET',
    path: '/api/registry',
    summary: 'Whether companies can be looked up in the register',
    access: 'signedIn',
    ok: z.object({ isOn: z.boolean() }),
  }),
  getSettings: operation({
    method: 'GET',
    path: '/api/registry/settings',
    summary: 'Which register is asked; its token is not told',
    access,
    ok: settings,
  }),
  saveSettings: operation({
    method: 'PUT',
    path: '/api/registry/settings',
    summary: 'Chooses the register and switches it on or off',
    access,
    byToken: false,
    body: z.object({
      rev: z.int(),
      isOn: z.boolean(),
      url: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)),
      /** absent = as it is, null = forgotten */
      token: z.optional(
        z.nullable(
          z.string().check(z.trim(), z.minLength(1), z.maxLength(200), z.regex(/^[\u0021-\u007e]+$/)),
        ),
      ),
    }),
    ok: settings,
    refusals: ['conflict', 'registryUrl', 'registryNoToken', 'registryTokenAnew'],
  }),
  check: operation({
    method: 'POST',
    path: '/api/registry/check',
    summary: 'Asks the register for a company that everybody knows',
    access,
    byToken: false,
    ok: z.object({ name: z.string() }),
    refusals: failed,
  }),
  lookUp: operation({
    method: 'POST',
    path: '/api/clients/{id}/registry',
    summary: 'Asks the register for a client by its tax id; nothing is filed until a person accepts it',
    access: writers,
    params: z.object({ id }),
    ok: answer,
    refusals: ['notFound', 'notYours', 'notCompany', 'registryNoInn', 'registryMismatch', ...failed],
  }),
  accept: operation({
    method: 'POST',
    path: '/api/clients/{id}/registry/accept',
    summary: 'Files what a person accepted of what the register said, with the register as its source',
    access: writers,
    params: z.object({ id }),
    body: z.object({
      answerId: id,
      /** which of the companies of the answer */
      company: z.int().check(z.gte(0), z.lte(300)),
      rev: z.int(),
      fields: z
        .array(z.object({ field: z.enum(proposedFields), seenId: z.nullable(id) }))
        .check(z.minLength(1), z.maxLength(proposedFields.length)),
    }),
    ok: z.object({ unitId: id }),
    refusals: [
      'notFound',
      'notYours',
      'conflict',
      'notCompany',
      'registryNoInn',
      'registryMismatch',
      'registryStale',
      'badFact',
      'dayAhead',
    ],
  }),
}
