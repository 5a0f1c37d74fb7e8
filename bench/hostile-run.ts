import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import type { Operation } from '#kernel/operation.ts'
import { malformed, speak } from './hostile-http.ts'
import { inputFor } from './hostile-inputs.ts'
import { type Random, seeded } from './random.ts'

/** So long an answer may take at most: not how fast it should be, but when it counts as none. */
const PATIENCE_MS = 60_000
const PASSWORD = 'correct horse battery'
const roles = ['owner', 'head', 'rep', 'marketer', 'observer'] as const

export type Findings = { sent: number; statuses: Record<string, number>; faults: string[] }

type Caller = { name: string; cookie: string }

// What ends the caller's session or shuts others out would leave the rest of the run unheard: it is sent by nobody in particular.
const ending = new Set<Operation>([contract.team.signOut, contract.team.endMySessions])

/** Words of the machine's inside, which no answer may hold. */
const inside =
  /node_modules|\bat file:|\bat \S+ \(|\.ts:\d+:\d+|violates \S+ constraint|syntax error at or near|invalid input syntax|duplicate key value|\bpassword hash\b|\$scrypt/

async function call(
  url: string,
  method: string,
  path: string,
  cookie: string,
  body?: string,
): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(PATIENCE_MS),
    redirect: 'manual',
    ...(body !== undefined && method !== 'GET' && { body }),
  })
}

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((it) => it.split(';')[0])
    .join('; ')

async function setUp(url: string): Promise<{ callers: Caller[]; ids: string[]; formToken: string }> {
  const send = async (path: string, cookie: string, body: object) => {
    const response = await call(url, 'POST', path, cookie, JSON.stringify(body))
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return { cookie: cookieOf(response), body: (await response.json()) as Record<string, string> }
  }
  const workspace = {
    name: 'W',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    country: 'RU',
    pricesIncludeVat: true,
  }
  const owner = { name: 'Owner', email: 'owner@example.com', password: PASSWORD }
  const { cookie } = await send('/api/setup', '', { owner, workspace })
  const callers: Caller[] = [
    { name: 'owner', cookie },
    { name: 'stranger', cookie: '' },
  ]
  for (const role of roles.slice(1)) {
    const link = await send('/api/users', cookie, { name: role, email: `${role}@example.com`, role })
    const token = new URL(link.body['setPasswordPath'] ?? '', url).searchParams.get('token')
    const signedIn = await send('/api/password', '', { token, newPassword: PASSWORD })
    callers.push({ name: role, cookie: signedIn.cookie })
  }
  const ids = [newId(), 'not-an-id']
  for (let at = 0; at < 4; at++) {
    const client = await send('/api/clients', cookie, { name: `Client ${at}`, phone: `+7 495 100-00-0${at}` })
    const id = client.body['id'] ?? ''
    const person = await send(`/api/clients/${id}/people`, cookie, { name: 'Somebody' })
    const touch = await send(`/api/clients/${id}/touches`, cookie, {
      kind: 'call',
      text: 'Said',
      dossier: { waiver: 'No time' },
    })
    const order = await send('/api/orders', cookie, {
      clientId: id,
      orderedAt: '2026-01-01T10:00:00Z',
      amountMinor: 100,
    })
    ids.push(id, person.body['id'] ?? '', touch.body['id'] ?? '', order.body['id'] ?? '')
  }
  const { rows } = (await (await call(url, 'GET', '/api/pipelines', cookie)).json()) as {
    rows: { id: string }[]
  }
  const form = await send('/api/forms', cookie, {
    name: 'Form',
    language: 'en',
    pipelineId: rows[0]?.id,
    source: null,
    ownerIds: [],
    origins: [],
    fields: ['name', 'phone', 'want'],
    consentText: null,
    consentUrl: null,
  })
  return { callers, ids, formToken: form.body['token'] ?? '' }
}

function requestOf(operation: Operation, random: Random, ids: readonly string[], formToken: string) {
  const part = (schema: unknown): Record<string, unknown> => {
    const value = typeof schema === 'object' && schema !== null ? inputFor(schema, random, ids) : {}
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { value }
  }
  const written = (value: unknown): string =>
    (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 8000)
  const params = part(operation.params)
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    // Mostly a form that is there: a stranger's way in deserves more than a "not found".
    name === 'token' && random.below(4) > 0
      ? formToken
      : encodeURIComponent(written(params[name]).toWellFormed().slice(0, 400)),
  )
  const query = new URLSearchParams(
    Object.entries(part(operation.query)).map(([name, value]): [string, string] => [name, written(value)]),
  )
  const body =
    typeof operation.body === 'object' ? JSON.stringify(inputFor(operation.body, random, ids)) : undefined
  return { path: query.size > 0 ? `${path}?${query}` : path, body }
}

/** Sends hostile inputs to every operation in turn, as everybody, and HTTP that is none; answers what went wrong. */
export async function runHostile(url: string, seed: number, count: number): Promise<Findings> {
  const random = seeded(seed)
  const { callers, ids, formToken } = await setUp(url)
  const findings: Findings = { sent: 0, statuses: {}, faults: [] }
  const operations = Object.entries(contract).flatMap(([slice, group]) =>
    Object.entries(group).map(([name, operation]) => [`${slice}.${name}`, operation as Operation] as const),
  )
  const judge = (what: string, status: number, text: string): void => {
    findings.sent++
    findings.statuses[status] = (findings.statuses[status] ?? 0) + 1
    if (status >= 500) findings.faults.push(`${what}: ${status} ${text.slice(0, 300)}`)
    const leak = inside.exec(text)
    if (leak) findings.faults.push(`${what}: tells of its inside: ${leak[0]}`)
  }
  const raw = malformed(callers[0]?.cookie ?? '')
  const rawEvery = Math.max(2, Math.floor(count / (raw.length * 2)))
  for (let at = 0; at < count; at++) {
    if (at % rawEvery === rawEvery - 1) {
      const bytes = raw[Math.floor(at / rawEvery) % raw.length] as Buffer
      const answer = await speak(Number(new URL(url).port), bytes, random)
      judge(
        `seed ${seed}, input ${at}: ${bytes.toString('latin1').slice(0, 120)}`,
        Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0),
        answer,
      )
      continue
    }
    const [name, operation] = operations[at % operations.length] as (typeof operations)[number]
    const caller = ending.has(operation) ? { name: 'stranger', cookie: '' } : random.pick(callers)
    const { path, body } = requestOf(operation, random, ids, formToken)
    const what = `seed ${seed}, input ${at}: ${name} as ${caller.name}, ${path.slice(0, 200)} ${body?.slice(0, 400) ?? ''}`
    try {
      const response = await call(url, operation.method, path, caller.cookie, body)
      if (response.headers.get('content-type')?.includes('event-stream')) {
        await response.body?.cancel()
        judge(what, response.status, '')
      } else judge(what, response.status, await response.text())
    } catch (error) {
      findings.faults.push(`${what}: no answer: ${String(error)}`)
    }
  }
  await checkAfter(url, callers[0]?.cookie ?? '', findings.faults)
  return findings
}

/** The server lives, and its lists and totals still agree. */
async function checkAfter(url: string, cookie: string, faults: string[]): Promise<void> {
  const read = async (path: string): Promise<Record<string, unknown>> => {
    const response = await call(url, 'GET', path, cookie)
    if (response.status !== 200) faults.push(`afterwards: ${path}: ${response.status}`)
    return (await response.json()) as Record<string, unknown>
  }
  await read('/health')
  const { count } = await read('/api/clients/count')
  let counted = 0
  for (let cursor: unknown = ''; cursor !== null && cursor !== undefined; ) {
    const page = await read(
      `/api/clients?limit=200${cursor ? `&cursor=${encodeURIComponent(String(cursor))}` : ''}`,
    )
    counted += (page['rows'] as unknown[] | undefined)?.length ?? 0
    cursor = page['nextCursor']
  }
  if (counted !== count) faults.push(`afterwards: ${counted} clients in the list, ${String(count)} counted`)
  for (const path of ['/api/orders', '/api/segments/matrix', '/api/history', '/api/users', '/api/backups'])
    await read(path)
}
