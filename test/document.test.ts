import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import type { Operation } from '#kernel/operation.ts'
import { type TestApp, testApp } from './support/test-app.ts'

type Documented = {
  operationId: string
  tags: string[]
  security: object[]
  parameters: { name: string; in: string }[]
  responses: Record<string, { description: string; headers?: object }>
  requestBody?: { content: Record<string, { example?: Record<string, unknown> }> }
  'x-scope'?: string
  'x-refusals': { code: string; sentence: string }[]
}
let app: TestApp
let document: { paths: Record<string, Record<string, Documented>>; tags: { name: string }[] }
beforeAll(async () => {
  app = await testApp()
  document = (await app.gorn.app.inject('/api/openapi.json')).json()
})
afterAll(() => app.close())

const all = Object.entries(contract).flatMap(([area, group]) =>
  Object.entries(group).map(([name, operation]) => ({ area, name, operation: operation as Operation })),
)
const documented = ({ path, method }: Operation) => document.paths[path]?.[method.toLowerCase()]

test('the document is valid OpenAPI', async () => {
  const { valid, errors } = await new Validator().validate(document)
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
})

test('it tells every operation once, with area, scope, sign-in and every refusal', () => {
  const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length
  expect(count).toBe(all.length)
  for (const { area, name, operation } of all) {
    const told = documented(operation)
    expect(told?.operationId).toBe(`${area}.${name}`)
    expect(told?.tags).toEqual([area])
    const byToken = operation.byToken !== false && operation.access !== 'public'
    const ways =
      operation.access === 'public' ? [] : byToken ? [{ session: [] }, { token: [] }] : [{ session: [] }]
    expect(told?.security).toEqual(ways)
    expect(told?.['x-scope']).toBe(
      byToken ? `${area}:${operation.method === 'GET' ? 'read' : 'write'}` : undefined,
    )
    const codes = told?.['x-refusals'].map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining([...(operation.refusals ?? [])]))
    expect(Object.keys(told?.responses ?? {})).toEqual(expect.arrayContaining(['200', '429']))
  }
})

test('the sentences of refusals are whole', () => {
  const sentences = all.flatMap(({ operation }) => documented(operation)?.['x-refusals'] ?? [])
  expect(sentences.filter(({ sentence }) => /undefined|NaN|\[object|^\w+$/.test(sentence))).toEqual([])
})

test('limits and keys are told of the operations that have them', () => {
  expect(documented(contract.clients.list)?.responses['200']?.headers).toHaveProperty('RateLimit-Remaining')
  const keyed = (operation: Operation) =>
    documented(operation)?.parameters.some(({ name }) => name === 'Idempotency-Key')
  expect([contract.orders.batch, contract.clients.list, contract.imports.upload].map(keyed)).toEqual([
    true,
    false,
    false,
  ])
})

test('the examples of batches are taken as they stand', async () => {
  for (const operation of [contract.clients.batch, contract.orders.batch]) {
    const body = documented(operation)?.requestBody?.content['application/json']?.example
    const answer = await app.as('owner').send(operation, { body: { ...body, atomic: false } as never })
    expect(answer.body.rows.map((row) => row.refusal?.code ?? row.outcome)).not.toContain('invalidInput')
  }
})

test('the page for people is a screen of the app', async () => {
  const answer = await app.gorn.app.inject('/api/docs')
  expect([answer.statusCode, answer.headers['location']]).toEqual([302, '/api-docs'])
})
