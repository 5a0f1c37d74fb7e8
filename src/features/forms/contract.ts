import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { most } from './domain/form-html.ts'
import { formFields } from './domain/form-words.ts'
import { junkReasons } from './domain/judge-submission.ts'

const id = z.uuid()
const byId = z.object({ id })
const text = (longest: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(longest))
const token = z.string().check(z.minLength(1), z.maxLength(100))
const byToken = z.object({ token })

const sent = {
  name: text(100),
  language: z.enum(['ru', 'en']),
  pipelineId: id,
  source: z.nullable(text(100)),
  /** who gets the leads, by turns; none = whoever takes them */
  ownerIds: z.array(id).check(z.maxLength(100)),
  /** the sites on which it may stand, such as https://site.ru */
  origins: z.array(text(300)).check(z.maxLength(50)),
  fields: z.array(z.enum(formFields)).check(z.minLength(1), z.maxLength(formFields.length)),
  /** null = nothing is asked */
  consentText: z.nullable(text(1000)),
  consentUrl: z.nullable(text(500)),
}

const form = z.object({
  id,
  rev: z.int(),
  token: z.string(),
  name: z.string(),
  language: z.enum(['ru', 'en']),
  pipelineId: id,
  source: z.nullable(z.string()),
  ownerIds: z.array(id),
  origins: z.array(z.string()),
  fields: z.array(z.enum(formFields)),
  consentText: z.nullable(z.string()),
  consentUrl: z.nullable(z.string()),
  isActive: z.boolean(),
  /** leads of the last thirty days */
  leads: z.number(),
  /** kept back as junk, for somebody to look at */
  waiting: z.number(),
  /** kept back as junk, or told to come again, since the beginning of the last hour on the clock */
  heldBack: z.number(),
  heldBackSince: z.string(),
  lastLeadAt: z.nullable(z.string()),
})
export type LeadForm = z.infer<typeof form>

const held = z.object({
  id,
  formId: id,
  formName: z.string(),
  at: z.string(),
  reasons: z.array(z.enum(junkReasons)),
  said: z.object({
    name: z.optional(z.string()),
    phone: z.optional(z.string()),
    email: z.optional(z.string()),
    company: z.optional(z.string()),
    want: z.optional(z.string()),
  }),
  page: z.nullable(z.string()),
  address: z.nullable(z.string()),
})
export type Held = z.infer<typeof held>

const deciders = ['owner', 'head'] as const
const formRefusals = ['notFound', 'noSuchOwner', 'badOrigin', 'badLink', 'contactNotAsked'] as const
const typed = (longest: number) => z.optional(z.string().check(z.maxLength(longest)))

/** Forms on sites, and what was sent through them. */
export const formsContract = {
  list: operation({
    method: 'GET',
    path: '/api/forms',
    summary: 'The forms on sites that bring leads, and how that goes',
    access: deciders,
    ok: z.object({ rows: z.array(form) }),
  }),
  add: operation({
    method: 'POST',
    path: '/api/forms',
    summary: 'Adds a form to put on a site',
    access: deciders,
    body: z.object(sent),
    ok: form,
    refusals: [...formRefusals, 'tooManyForms'],
  }),
  update: operation({
    method: 'PATCH',
    path: '/api/forms/{id}',
    summary: 'Changes a form, or closes and opens it; absent leaves a field',
    access: deciders,
    params: byId,
    body: z.object({ ...z.partial(z.object(sent)).shape, rev: z.int(), isActive: z.optional(z.boolean()) }),
    ok: form,
    refusals: [...formRefusals, 'conflict'],
  }),
  remove: operation({
    method: 'DELETE',
    path: '/api/forms/{id}',
    summary: 'Removes a form; its leads stay',
    access: deciders,
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound'],
  }),
  renewToken: operation({
    method: 'POST',
    path: '/api/forms/{id}/token',
    summary: 'Gives a form a new address; the one before takes nothing any more',
    access: deciders,
    byToken: false,
    params: byId,
    ok: form,
    refusals: ['notFound'],
  }),
  quarantine: operation({
    method: 'GET',
    path: '/api/form-quarantine',
    summary: 'What came through forms and looks like junk, the newest first; after thirty days it goes',
    access: deciders,
    query: z.object({ formId: z.optional(id), cursor: z.optional(z.string().check(z.maxLength(300))) }),
    ok: z.object({ rows: z.array(held), nextCursor: z.nullable(z.string()) }),
  }),
  accept: operation({
    method: 'POST',
    path: '/api/form-quarantine/{id}/accept',
    summary: 'Makes a lead of what was taken for junk',
    access: deciders,
    params: byId,
    ok: z.object({ dealId: id, unitId: id }),
    refusals: ['notFound', 'badPhone', 'badEmail', 'whoMissing', 'stageGone', 'factsMissing'],
  }),
  drop: operation({
    method: 'POST',
    path: '/api/form-quarantine/drop',
    summary: 'Throws junk away: what is named, or all of a form up to a moment',
    access: deciders,
    body: z.object({
      ids: z.optional(z.array(id).check(z.minLength(1), z.maxLength(500))),
      formId: z.optional(id),
    }),
    ok: z.object({ count: z.number(), unitId: id }),
    refusals: ['idsOrForm'],
  }),

  // What strangers see and send. The token names the form and opens nothing else.
  page: operation({
    method: 'GET',
    path: '/form/{token}',
    summary: 'The form as a page of its own, for whoever has no site',
    access: 'public',
    byToken: false,
    params: byToken,
    ok: 'file',
  }),
  script: operation({
    method: 'GET',
    path: '/form/{token}/script.js',
    summary: 'What a form on a page needs to be sent without leaving the page',
    access: 'public',
    byToken: false,
    params: byToken,
    ok: 'file',
  }),
  thanks: operation({
    method: 'GET',
    path: '/form/{token}/thanks',
    summary: 'Where somebody comes whose browser runs no scripts, after the form',
    access: 'public',
    byToken: false,
    params: byToken,
    ok: 'file',
  }),
  submit: operation({
    method: 'POST',
    path: '/form/{token}',
    summary: 'Takes what was filled in; answers a page or, asked for JSON, a new mark',
    access: 'public',
    byToken: false,
    fromAnywhere: true,
    params: byToken,
    body: z.object({
      name: typed(most.name),
      phone: typed(most.phone),
      email: typed(most.email),
      company: typed(most.company),
      want: typed(most.want),
      consent: typed(20),
      /** people do not see it */
      website: typed(5000),
      /** when the form was opened, signed */
      mark: typed(300),
      page: typed(2000),
    }),
    ok: 'file',
    refusals: ['formClosed', 'contactMissing', 'badPhone', 'badEmail', 'consentMissing'],
  }),
}
