import { type Operation, roles, scopeOf } from '#kernel/operation.ts'
import { statusOf } from '#kernel/refusal.ts'
import { exampleOf, type Schema } from './example.ts'

type Words = (code: string) => string
type Area = Readonly<Record<string, Operation>>
type Made = {
  parameters?: object[]
  requestBody?: { content: Record<string, { schema?: Schema; example?: unknown }> }
  responses?: Record<string, object>
  [key: string]: unknown
}
type Document = { paths?: Record<string, Record<string, Made> | undefined>; [key: string]: unknown }

const about = `Programs call the API with a token: \`Authorization: Bearer gorn_…\`. A token is its person, narrowed by its scopes.

**Limits.** Every answer to a token carries RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset (seconds to the end of
the minute); beyond it the answer is 429 with Retry-After.

**Writes once.** A write with the header Idempotency-Key is done once: the same request under the same key within 24 hours
gets the first answer, with Idempotency-Replayed: true. When the server ended before that answer was sent it gets 409
\`alreadyDone\` with what was written. A refused attempt leaves the key free. Uploads and what no token may call take no key.

**Refusals** are \`{"error": {"code", "data"}}\`; the sentences below are what people read.

Money is in minor units (kopecks, cents), instants carry their offset, \`rev\` names the state of a record: an old one is
refused with 409 and the newer record.`

const headerOf = (description: string) => ({ description, schema: { type: 'integer' } })
const limitHeaders = {
  'RateLimit-Limit': headerOf('Requests a minute'),
  'RateLimit-Remaining': headerOf('Requests left of this minute'),
  'RateLimit-Reset': headerOf('Seconds to the end of the minute'),
}
const refusal = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'data'],
      properties: { code: { type: 'string' }, data: { type: 'object', additionalProperties: true } },
    },
  },
}
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Names this write, so that repeating it does not repeat the work',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  example: 'order-2026-000123',
}

/** Every code that the operation may refuse with, in the order of their statuses. */
function codesOf(operation: Operation): string[] {
  const isPublic = operation.access === 'public'
  const hasInput = operation.params || operation.query || operation.body
  const common = [
    ...(hasInput ? ['invalidInput'] : []),
    ...(isPublic ? [] : ['notSignedIn', 'notAllowed']),
    ...(takesKey(operation) ? ['alreadyDone', 'otherRequest'] : []),
    'tooManyRequests',
    'notReady',
  ]
  const codes = [...new Set([...common, ...(operation.refusals ?? [])])]
  return codes.sort((a, b) => statusOf(a) - statusOf(b))
}

const takesKey = ({ method, access, body, byToken }: Operation): boolean =>
  method !== 'GET' && access !== 'public' && body !== 'file' && byToken !== false

function refusalsOf(operation: Operation, words: Words): Record<string, object> {
  const byStatus = Map.groupBy(codesOf(operation), statusOf)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${words(code)}`).join('\n\n'),
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Refusal' },
            examples: Object.fromEntries(
              codes.map((code) => [code, { summary: words(code), value: { error: { code, data: {} } } }]),
            ),
          },
        },
      },
    ]),
  )
}

function bodyOf({ body }: Operation, made: Made): Pick<Made, 'requestBody'> {
  if (body === 'file') {
    const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } }
    return { requestBody: { content: { 'multipart/form-data': { schema } } } }
  }
  const json = made.requestBody?.content['application/json']
  if (!json?.schema) return {}
  const content = { 'application/json': { ...json, example: exampleOf(json.schema) } }
  return { requestBody: { ...made.requestBody, content } }
}

function complete(made: Made, name: string, area: string, operation: Operation, words: Words): Made {
  const { access } = operation
  const isPublic = access === 'public'
  const scope = isPublic || operation.byToken === false ? undefined : scopeOf(area, operation)
  const who = typeof access === 'string' ? [access] : roles.filter((role) => access.includes(role))
  const file = {
    description: 'A file',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  }
  const ok = operation.ok === 'file' ? file : { ...made.responses?.['200'], description: 'Done' }
  return {
    ...made,
    ...bodyOf(operation, made),
    operationId: `${area}.${name}`,
    tags: [area],
    description: `For: ${who.join(', ')}. ${scope ? `Scope: \`${scope}\`.` : 'Never by a token.'}`,
    security: isPublic ? [] : [{ session: [] }, ...(scope ? [{ token: [] }] : [])],
    parameters: [...(made.parameters ?? []), ...(takesKey(operation) ? [idempotencyKey] : [])],
    responses: { 200: { ...ok, ...(scope && { headers: limitHeaders }) }, ...refusalsOf(operation, words) },
    'x-roles': who,
    ...(scope && { 'x-scope': scope }),
    'x-refusals': codesOf(operation).map((code) => ({ status: statusOf(code), code, sentence: words(code) })),
  }
}

/** The document of the API with what the shapes alone do not tell: who may call, scopes, refusals, limits, examples. */
export function completeDocument(
  document: object,
  contract: Readonly<Record<string, Area>>,
  words: Words,
): object {
  const { paths = {}, ...rest } = document as Document
  const whole: Record<string, Record<string, Made>> = {}
  for (const [area, group] of Object.entries(contract)) {
    for (const [name, operation] of Object.entries(group)) {
      const method = operation.method.toLowerCase()
      const made = paths[operation.path]?.[method] ?? {}
      whole[operation.path] = {
        ...whole[operation.path],
        [method]: complete(made, name, area, operation, words),
      }
    }
  }
  return {
    ...rest,
    info: { title: 'Gorn', version: '1', description: about, license: { name: 'MIT' } },
    servers: [{ url: '/' }],
    tags: Object.keys(contract).map((name) => ({ name })),
    paths: whole,
    components: {
      schemas: { Refusal: refusal },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'gorn.session_token',
          description: 'The browser’s session',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A personal API token; its scopes are area:read and area:write',
        },
      },
    },
  }
}
