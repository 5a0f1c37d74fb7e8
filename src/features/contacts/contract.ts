import * as z from 'zod/mini'
import { filterShape } from '#features/clients/contract.ts'
import { contactDossier, contactRefusals } from '#features/dossier/contract.ts'
import { operation } from '#kernel/operation.ts'
import { dayShape } from '#kernel/shapes.ts'
import { tableChoice } from '#kernel/table-choice.ts'

const id = z.uuid()
const text = (most: number) => z.string().check(z.trim(), z.maxLength(most))
const clearable = (most: number) => z.optional(z.nullable(text(most)))
const filled = (most: number) => text(most).check(z.minLength(1))

export const contactRoles = ['decisionMaker', 'influencer', 'user', 'signer'] as const
export type ContactRole = (typeof contactRoles)[number]
export const touchKinds = ['call', 'meeting', 'message', 'email', 'note'] as const
export type TouchKind = (typeof touchKinds)[number]

const person = z.object({
  id,
  rev: z.int(),
  clientId: id,
  name: z.string(),
  role: z.nullable(z.enum(contactRoles)),
  position: z.nullable(z.string()),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  note: z.nullable(z.string()),
})
export type ContactPerson = z.infer<typeof person>

const personFields = {
  name: z.optional(filled(200)),
  role: z.optional(z.nullable(z.enum(contactRoles))),
  position: clearable(200),
  phones: z.optional(z.array(text(50)).check(z.maxLength(10))),
  emails: z.optional(z.array(text(200)).check(z.maxLength(10))),
  note: clearable(2000),
}

const touch = z.object({
  id,
  rev: z.int(),
  clientId: id,
  contactId: z.nullable(id),
  contactName: z.nullable(z.string()),
  /** the deal that it was about */
  dealId: z.nullable(id),
  dealTitle: z.nullable(z.string()),
  kind: z.enum(touchKinds),
  happenedAt: z.string(),
  text: z.string(),
  result: z.nullable(z.string()),
  nextStep: z.nullable(z.string()),
  nextStepOn: z.nullable(z.string()),
  /** how long it took, where somebody said so */
  minutes: z.nullable(z.int()),
  authorName: z.nullable(z.string()),
})
export type Touch = z.infer<typeof touch>

/** How long a talk took; a day at most. */
export const sentMinutes = z.optional(z.nullable(z.int().check(z.gte(1), z.lte(1440))))

const touchFields = {
  contactId: z.optional(z.nullable(id)),
  dealId: z.optional(z.nullable(id)),
  kind: z.optional(z.enum(touchKinds)),
  /** now when absent */
  happenedAt: z.optional(z.iso.datetime({ offset: true })),
  text: z.optional(filled(2000)),
  result: clearable(1000),
  nextStep: clearable(500),
  nextStepOn: z.optional(z.nullable(z.iso.date())),
  minutes: sentMinutes,
  /** a first talk with a new company: the facts that its dossier lacks, or why it goes without them */
  dossier: z.optional(contactDossier),
}

/** One thing that happened with a client. */
const moment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('touch'), id, at: z.string(), touch }),
  z.object({
    kind: z.literal('order'),
    id,
    at: z.string(),
    number: z.string(),
    amountMinor: z.number(),
    status: z.string(),
  }),
  z.object({
    kind: z.literal('change'),
    id,
    at: z.string(),
    actor: z.nullable(z.string()),
    action: z.string(),
    name: z.nullable(z.string()),
    fields: z.array(
      z.object({ name: z.string(), before: z.nullable(z.string()), after: z.nullable(z.string()) }),
    ),
  }),
  z.object({
    kind: z.literal('class'),
    id,
    at: z.string(),
    from: z.nullable(z.string()),
    to: z.string(),
  }),
])
export type Moment = z.infer<typeof moment>

// Observers read no personal contact data.
const readers = ['owner', 'head', 'rep', 'marketer'] as const
const writers = ['owner', 'head', 'rep'] as const
const byId = z.object({ id })
const personRefusals = ['notFound', 'notYours', 'badPhone', 'badEmail', 'conflict'] as const
const touchRefusals = ['notFound', 'notYours', 'notOfClient', 'conflict', ...contactRefusals] as const

/** Kinds that are a talk: a note is none. */
export const talkKinds = ['call', 'meeting', 'message', 'email'] as const
const counted = { call: z.number(), meeting: z.number(), message: z.number(), email: z.number() }

const exported = z.object({ ...filterShape.shape, ...tableChoice })

export const contactsContract = {
  exportPeople: operation({
    method: 'GET',
    path: '/api/people/export',
    summary: 'People at the clients that the conditions leave, as CSV or XLSX',
    access: readers,
    query: exported,
    ok: 'file',
    refusals: ['tooManyRows'],
  }),
  exportTouches: operation({
    method: 'GET',
    path: '/api/touches/export',
    summary: 'What was said with the clients that the conditions leave, as CSV or XLSX',
    access: readers,
    query: exported,
    ok: 'file',
    refusals: ['tooManyRows'],
  }),
  touchDays: operation({
    method: 'GET',
    path: '/api/touches/days',
    summary: 'How many calls, meetings, messages and e-mails each person had on each day, at most 92 days',
    access: readers,
    query: z.object({ from: dayShape, to: dayShape }),
    ok: z.object({
      rows: z.array(
        z.object({
          /** null = brought by a file or a program */
          authorId: z.nullable(id),
          authorName: z.nullable(z.string()),
          on: z.string(),
          ...counted,
          /** of those talks of which it is known how long they took */
          minutes: z.number(),
        }),
      ),
    }),
    refusals: ['tooManyDays'],
  }),
  touches: operation({
    method: 'GET',
    path: '/api/touches',
    summary: 'Talks of a person in a period, the newest first, with the count of all',
    access: readers,
    query: z.object({
      from: dayShape,
      to: dayShape,
      /** a person; 'none' = brought by a file or a program */
      author: z.optional(z.union([id, z.literal('none')])),
      kind: z.optional(z.enum(talkKinds)),
      cursor: z.optional(z.string().check(z.regex(/^[\d:.TZ+-]{20,40} [0-9a-f-]{36}$/))),
    }),
    ok: z.object({
      rows: z.array(z.object({ ...touch.shape, clientName: z.string() })),
      nextCursor: z.nullable(z.string()),
      count: z.number(),
    }),
  }),
  people: operation({
    method: 'GET',
    path: '/api/clients/{id}/people',
    summary: 'People at a client',
    access: readers,
    params: byId,
    ok: z.object({ rows: z.array(person) }),
    refusals: ['notFound'],
  }),
  addPerson: operation({
    method: 'POST',
    path: '/api/clients/{id}/people',
    summary: 'Adds a person at a client',
    access: writers,
    params: byId,
    body: z.object({ ...personFields, name: filled(200) }),
    ok: person,
    refusals: personRefusals,
  }),
  updatePerson: operation({
    method: 'PATCH',
    path: '/api/people/{id}',
    summary: 'Changes a person: absent leaves a field, null clears it',
    access: writers,
    params: byId,
    body: z.object({ ...personFields, rev: z.int() }),
    ok: person,
    refusals: personRefusals,
  }),
  removePerson: operation({
    method: 'DELETE',
    path: '/api/people/{id}',
    summary: 'Removes a person; what was said with them stays',
    access: writers,
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound', 'notYours'],
  }),
  timeline: operation({
    method: 'GET',
    path: '/api/clients/{id}/timeline',
    summary: 'Everything that happened with a client, the newest first',
    access: readers,
    params: byId,
    query: z.object({
      cursor: z.optional(z.string().check(z.regex(/^[\d:.TZ+-]{20,40} [0-9a-f-]{36}$/))),
      only: z.optional(z.enum(['touch', 'order', 'change'])),
    }),
    ok: z.object({ rows: z.array(moment), nextCursor: z.nullable(z.string()) }),
    refusals: ['notFound'],
  }),
  addTouch: operation({
    method: 'POST',
    path: '/api/clients/{id}/touches',
    summary:
      'Writes down a call, a meeting, a message, an e-mail or a note, with its result and the next step',
    access: writers,
    params: byId,
    body: z.object({ ...touchFields, kind: z.enum(touchKinds), text: filled(2000) }),
    ok: touch,
    refusals: touchRefusals,
  }),
  updateTouch: operation({
    method: 'PATCH',
    path: '/api/touches/{id}',
    summary: 'Changes what was written down: absent leaves a field, null clears it',
    access: writers,
    params: byId,
    body: z.object({ ...touchFields, rev: z.int() }),
    ok: touch,
    refusals: touchRefusals,
  }),
  removeTouch: operation({
    method: 'DELETE',
    path: '/api/touches/{id}',
    summary: 'Removes what was written down',
    access: writers,
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound', 'notYours'],
  }),
}
