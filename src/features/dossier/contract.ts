import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { dayShape as day } from '#kernel/shapes.ts'
import { factFields, factMethods, requirable } from './domain/fields.ts'

const id = z.uuid()
const filled = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))
const byId = z.object({ id })

const fact = z.object({
  id,
  field: z.enum(factFields),
  /** null = it is known no more; whole currency units for revenue */
  value: z.nullable(z.string()),
  source: z.nullable(z.string()),
  checkedOn: z.string(),
  method: z.enum(factMethods),
  authorName: z.nullable(z.string()),
  recordedAt: z.string(),
})
export type Fact = z.infer<typeof fact>

const sentFact = {
  value: z.nullable(filled(2000)),
  source: z.optional(z.nullable(filled(500))),
  /** today when absent */
  checkedOn: z.optional(day),
  method: z.optional(z.enum(factMethods)),
  /** the fact that the person saw, null = none; a newer one is told instead of being passed over */
  seenId: z.optional(z.nullable(id)),
}
const facts = z
  .array(z.object({ field: z.enum(factFields), ...sentFact }))
  .check(z.maxLength(factFields.length))

/** What a first talk may bring of the dossier: the facts that are missing, or why it goes without them. */
export const contactDossier = z.object({
  facts: z.optional(facts),
  inn: z.optional(filled(20)),
  /** the name of the person who decides */
  decisionMaker: z.optional(filled(200)),
  waiver: z.optional(filled(1000)),
})
/** Refusals of whatever writes a talk down. */
export const contactRefusals = [
  'dossierIncomplete',
  'waiverNotYours',
  'notCompany',
  'badFact',
  'dayAhead',
  'badInn',
] as const

const firstContact = z.object({
  at: z.string(),
  passed: z.enum(['facts', 'head', 'gradeA', 'import', 'gateOff', 'person']),
  missing: z.array(z.enum(requirable)),
  completeness: z.number(),
  note: z.nullable(z.string()),
  actorName: z.nullable(z.string()),
})

const dossier = z.object({
  clientId: id,
  /** what holds, a fact a field; those known no more are left out */
  facts: z.array(fact),
  required: z.array(z.enum(requirable)),
  missing: z.array(z.enum(requirable)),
  /** percent of what is required */
  completeness: z.number(),
  /** whether the next talk would be the first with a new company, and asks for what is missing */
  isGated: z.boolean(),
  firstContact: z.nullable(firstContact),
  mayEdit: z.boolean(),
  /** whether this person may let the first talk through with a note */
  mayWaive: z.boolean(),
})
export type Dossier = z.infer<typeof dossier>

const settings = z.object({
  rev: z.int(),
  isGateOn: z.boolean(),
  required: z.array(z.enum(requirable)).check(z.maxLength(requirable.length)),
})
export type DossierSettings = z.infer<typeof settings>

// Notes on a company name people: observers read none.
const readers = ['owner', 'head', 'rep', 'marketer'] as const
const writers = ['owner', 'head', 'rep'] as const

export const dossierContract = {
  get: operation({
    method: 'GET',
    path: '/api/clients/{id}/dossier',
    summary: 'What is known of a company, how complete it is, and how the first talk came about',
    access: readers,
    params: byId,
    ok: dossier,
    refusals: ['notFound'],
  }),
  history: operation({
    method: 'GET',
    path: '/api/clients/{id}/dossier/history',
    summary: 'What one fact of a company said before, the newest first',
    access: readers,
    params: byId,
    query: z.object({ field: z.enum(factFields) }),
    ok: z.object({ rows: z.array(fact) }),
    refusals: ['notFound'],
  }),
  record: operation({
    method: 'POST',
    path: '/api/clients/{id}/facts',
    summary: 'Writes facts of a company down, each with its source and the day it was checked',
    access: writers,
    params: byId,
    body: z.object({ facts: facts.check(z.minLength(1)) }),
    ok: z.object({ ...dossier.shape, unitId: id }),
    refusals: ['notFound', 'notYours', 'notCompany', 'conflict', 'badFact', 'dayAhead'],
  }),
  getSettings: operation({
    method: 'GET',
    path: '/api/dossier-settings',
    summary: 'What a dossier must tell before the first talk',
    access: 'signedIn',
    ok: settings,
  }),
  saveSettings: operation({
    method: 'PUT',
    path: '/api/dossier-settings',
    summary: 'Changes what a dossier must tell before the first talk, or lets all talks through',
    access: ['owner', 'head'],
    body: settings,
    ok: settings,
    refusals: ['conflict'],
  }),
}
