import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { fieldKinds, MOST_CHOICES, MOST_FIELDS } from './domain/field.ts'

const id = z.uuid()
const line = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))
const name = line(60)
const description = z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(500))))

const fieldShape = z.object({
  id,
  rev: z.int(),
  name: z.string(),
  kind: z.enum(fieldKinds),
  description: z.nullable(z.string()),
  place: z.number(),
  choices: z.array(z.object({ id, name: z.string(), isRemoved: z.boolean() })),
  /** removed fields are told of as well: the history names them */
  isRemoved: z.boolean(),
})

/** A value of a field: text and days as text, numbers and money in minor units as numbers, a choice by its id. */
export const fieldValue = z.union([z.string().check(z.maxLength(5000)), z.number()])
/** Values by the id of the field. */
export const fieldValues = z.record(z.string(), fieldValue)
/** What is written: absent leaves a value, null clears it. */
export const fieldChanges = z
  .record(z.uuid(), z.nullable(fieldValue))
  .check(z.refine((values) => Object.keys(values).length <= MOST_FIELDS))

const definers = ['owner', 'head'] as const
const byId = z.object({ id })
const refusals = ['fieldNameTaken', 'choiceTwice', 'notFound'] as const

export const fieldsContract = {
  list: operation({
    method: 'GET',
    path: '/api/fields',
    summary: 'Fields that the company defined for its clients, in their order, removed ones last',
    access: 'signedIn',
    ok: z.object({ rows: z.array(fieldShape) }),
  }),
  create: operation({
    method: 'POST',
    path: '/api/fields',
    summary: 'Defines a field',
    access: definers,
    body: z.object({
      name,
      kind: z.enum(fieldKinds),
      description,
      choices: z.optional(z.array(name).check(z.maxLength(MOST_CHOICES))),
    }),
    ok: fieldShape,
    refusals: [...refusals, 'tooManyFields', 'noChoices'],
  }),
  update: operation({
    method: 'PATCH',
    path: '/api/fields/{id}',
    summary:
      'Changes a field: absent leaves a part, choices without an id are new, those left out are removed',
    access: definers,
    params: byId,
    body: z.object({
      rev: z.int(),
      name: z.optional(name),
      description,
      choices: z.optional(z.array(z.object({ id: z.optional(id), name })).check(z.maxLength(MOST_CHOICES))),
    }),
    ok: fieldShape,
    refusals: [...refusals, 'conflict', 'choiceInUse', 'noChoices'],
  }),
  order: operation({
    method: 'PUT',
    path: '/api/fields/order',
    summary: 'Puts the fields in this order, those not named last',
    access: definers,
    body: z.object({ ids: z.array(id).check(z.maxLength(MOST_FIELDS)) }),
    ok: z.object({ rows: z.array(fieldShape), unitId: z.nullable(id) }),
    refusals: ['notFound'],
  }),
  remove: operation({
    method: 'DELETE',
    path: '/api/fields/{id}',
    summary: 'Removes a field; its values stay with the clients and return when that is undone',
    access: definers,
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound'],
  }),
}
