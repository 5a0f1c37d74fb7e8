import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { inject } from 'vitest'
import { composeServer, type Gorn } from '#compose.ts'
import { teamContract } from '#features/team/contract.ts'
import { newId } from '#kernel/id.ts'
import type { CallOf, Operation, OutputOf, Role } from '#kernel/operation.ts'
import { type Config, readConfig } from '#server/config.ts'
import type { Database } from '#server/database/connect.ts'
import { freshDatabase } from './fresh-database.ts'

export type Answer<O extends Operation> = {
  status: number
  body: OutputOf<O>
  headers: Record<string, unknown>
  error?: { code: string; data: Record<string, unknown> }
}
type Sent = Record<string, string>

export type Caller = {
  id: string
  cookie: string
  /** calls an operation; the answer is given whatever its status */
  send<O extends Operation>(operation: O, input?: Partial<CallOf<O>>, headers?: Sent): Promise<Answer<O>>
  /** calls an operation that must succeed */
  call<O extends Operation>(operation: O, input?: Partial<CallOf<O>>): Promise<OutputOf<O>>
}

export type TestApp = {
  gorn: Gorn
  db: Database
  url: string
  filesFolder: string
  clock: { set(instant: string): void }
  as(role: Role): Caller
  /** whoever has this token, without a cookie */
  byToken(secret: string): Caller
  /** one more rep, in no team unless given */
  addPerson(role: Role, teamId?: string | null): Promise<Caller>
  /** somebody who has not signed in */
  stranger(): Caller
  runJobs(): Promise<void>
  close(): Promise<void>
}

/** Who is signed in, and by what. */
export type Person = { id: string; cookie: string }
export type Prepared = Record<Role, Person>

export const PASSWORD = 'correct horse battery'

export function addressOf(operation: Operation, input: { params?: object; query?: object }): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String((input.params as Record<string, unknown> | undefined)?.[name])),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) query.set(key, String(value))
  return query.size > 0 ? `${path}?${query}` : path
}

async function send<O extends Operation>(
  gorn: Gorn,
  headers: Sent,
  operation: O,
  input: object,
): Promise<Answer<O>> {
  const { body } = input as { body?: object }
  const reply = await gorn.app.inject({
    method: operation.method,
    url: addressOf(operation, input),
    headers,
    ...(body !== undefined && { payload: body }),
  })
  const isJson = reply.headers['content-type']?.toString().includes('json')
  const parsed = isJson ? (JSON.parse(reply.body) as { error?: Answer<O>['error'] }) : reply.body
  const error = typeof parsed === 'object' ? parsed.error : undefined
  const { statusCode: status, headers: answered } = reply
  return { status, headers: answered, body: parsed as OutputOf<O>, ...(error && { error }) }
}

function callerOf(gorn: Gorn, id: string, known: Sent): Caller {
  return {
    id,
    cookie: known['cookie'] ?? '',
    send: (operation, input = {}, headers = {}) => send(gorn, { ...known, ...headers }, operation, input),
    async call(operation, input = {}) {
      const answer = await send(gorn, known, operation, input)
      if (answer.status !== 200)
        throw new Error(
          `${operation.method} ${operation.path}: ${answer.status} ${JSON.stringify(answer.body)}`,
        )
      return answer.body
    },
  }
}

async function signedIn(gorn: Gorn, id: string, email: string): Promise<string> {
  let cookie = ''
  await gorn.signIn.signIn(
    { email, password: PASSWORD },
    new Headers({ 'x-gorn-ip': `test-${id}` }),
    (_name, value) => {
      cookie = [value]
        .flat()
        .map((it) => it.split(';')[0])
        .join('; ')
    },
  )
  return cookie
}

// The same password for all: a hash is made to be slow.
let passwordHash: string | null = null

async function addPersonTo(gorn: Gorn, role: Role, teamId: string | null): Promise<Person> {
  const { db } = gorn.services
  const id = newId()
  const email = `${role}-${id}@example.com`
  passwordHash ??= await gorn.signIn.hashPassword(PASSWORD)
  await db
    .insertInto('appUser')
    .values({ id, name: `${role} ${id.slice(-4)}`, email, emailVerified: true, role, teamId })
    .execute()
  await db
    .insertInto('authAccount')
    .values({ id: newId(), userId: id, accountId: id, providerId: 'credential', password: passwordHash })
    .execute()
  return { id, cookie: await signedIn(gorn, id, email) }
}

type AppOptions = { now?: string; apiLimit?: number; runsJobs?: boolean; config?: Partial<Config> }

async function composeOn(url: string, options: AppOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'gorn-test-'))
  const config = {
    ...readConfig({}, { GORN_DATA: folder }),
    webFolder: join(folder, 'web'),
    ...(options.apiLimit && { apiLimit: options.apiLimit }),
    ...options.config,
  }
  await mkdir(join(config.webFolder, 'assets'), { recursive: true })
  await mkdir(config.filesFolder, { recursive: true })
  await writeFile(join(config.webFolder, 'index.html'), '<!doctype html><title>Gorn</title>')
  let now = options.now ?? '2026-06-12T09:00:00Z'
  const gorn = await composeServer({
    config,
    log: pino({ level: process.env['GORN_LOG_LEVEL'] ?? 'silent' }),
    now: () => new Date(now),
    database: { url, directUrl: url, isEmbedded: false, release: async () => undefined },
    runsJobs: options.runsJobs ?? false,
  })
  return {
    gorn,
    config,
    clock: { set: (instant: string) => void (now = instant) },
    async close() {
      await gorn.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** Sets a Russian workspace up in a database, with a person of each role signed in; the head heads the rep's team. */
export async function prepareWorkspace(url: string): Promise<Prepared> {
  const { gorn, close } = await composeOn(url, {})
  const setUp = await send(gorn, {}, teamContract.setUp, {
    body: {
      owner: { name: 'Owner', email: 'owner@example.com', password: PASSWORD },
      workspace: {
        name: 'Проба',
        language: 'ru',
        timeZone: 'Europe/Moscow',
        currency: 'RUB',
        country: 'RU',
        pricesIncludeVat: false,
      },
    },
  })
  if (setUp.status !== 200) throw new Error(`set-up failed: ${JSON.stringify(setUp.body)}`)
  const { id } = await gorn.services.db.selectFrom('appUser').select('id').executeTakeFirstOrThrow()
  const owner = { id, cookie: await signedIn(gorn, id, 'owner@example.com') }
  const head = await addPersonTo(gorn, 'head', null)
  const team = await callerOf(gorn, id, { cookie: owner.cookie }).call(teamContract.addTeam, {
    body: { name: 'Север', headId: head.id },
  })
  const prepared = {
    owner,
    head,
    rep: await addPersonTo(gorn, 'rep', team.id),
    marketer: await addPersonTo(gorn, 'marketer', null),
    observer: await addPersonTo(gorn, 'observer', null),
  }
  await close()
  return prepared
}

/** The composed server on a fresh copy of the prepared workspace. */
export async function testApp(options: AppOptions = {}): Promise<TestApp> {
  const database = await freshDatabase('gorn_workspace')
  const { gorn, config, clock, close } = await composeOn(database.url, options)
  const prepared = inject('prepared')
  const asCaller = ({ id, cookie }: Person): Caller => callerOf(gorn, id, { cookie })
  return {
    gorn,
    db: gorn.services.db,
    url: database.url,
    filesFolder: config.filesFolder,
    clock,
    as: (role) => asCaller(prepared[role]),
    byToken: (secret) => callerOf(gorn, '', { authorization: `Bearer ${secret}` }),
    addPerson: async (role, teamId = null) => asCaller(await addPersonTo(gorn, role, teamId)),
    stranger: () => callerOf(gorn, '', {}),
    runJobs: () => gorn.runWaitingJobs(),
    async close() {
      await close()
      await database.drop()
    },
  }
}
