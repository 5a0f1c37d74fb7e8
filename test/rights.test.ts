import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import type { Operation } from '#kernel/operation.ts'
import { deactivate, examine, examineOutsiders } from './rights/examine.ts'
import type { ProbeOf } from './rights/probe.ts'
import { probes } from './rights/probes.ts'
import { callers, mayRead, mayWrite, repVisibilities } from './rights/rule.ts'
import { makeWorld, type World } from './rights/world.ts'
import { listen } from './support/listen.ts'
import type { Caller } from './support/test-app.ts'

// Every operation of the contract, called by every role on its own, a team mate's, a stranger's and nobody's record.
const operations = Object.entries(contract).flatMap(([slice, group]) =>
  Object.entries(group).map(([name, operation]) => {
    const ofSlice = probes[slice as keyof typeof probes] as Record<string, ProbeOf<Operation>>
    return [`${slice}.${name}`, operation as Operation, ofSlice[name] as ProbeOf<Operation>] as const
  }),
)
const about = (...kinds: string[]) => operations.filter(([, , probe]) => kinds.includes(probe.about))

let world: World
let gone: Caller
let stranger: Caller
let url: string
beforeAll(async () => {
  world = await makeWorld()
  gone = await world.app.addPerson('owner')
  await deactivate(world, gone.id)
  stranger = world.app.stranger()
  url = await world.app.gorn.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => world.app.close())

test.each(operations)('%s is for those for whom it is meant', (_name, { access }, { who }) => {
  const allowed = access === 'signedIn' || access === 'public' ? callers.everybody : access
  expect([...allowed].sort()).toEqual([...callers[who]].sort())
  expect(access === 'public').toBe(who === 'anyone')
})

describe('whoever is not signed in or has left is let into nothing', () => {
  const closed = operations.filter(([, , { who }]) => who !== 'anyone')
  test.each(closed)('%s', async (_name, operation, probe) => {
    const answers = await examineOutsiders({ world, operation, probe }, [stranger, gone])
    expect(answers).toEqual(['401 notSignedIn', '401 notSignedIn'])
  })
})

describe('lists, totals, exports and search hold what is in sight and nothing else', () => {
  test.each(about('lists'))('%s', async (_name, operation, probe) => {
    expect(await examine({ world, operation, probe })).toEqual([])
  })
})

describe('each role on each record', () => {
  test.each(about('role', 'reads', 'writes', 'elsewhere'))('%s', async (_name, operation, probe) => {
    expect(await examine({ world, operation, probe })).toEqual([])
  })
})

describe('lists and totals while changes wait to be counted', () => {
  test.each(about('lists'))('%s', async (_name, operation, probe) => {
    expect(await examine({ world, operation, probe })).toEqual([])
  })
})

test.each(repVisibilities)(
  'a change of many touches what the person may change: reps see %s',
  async (setting) => {
    await world.setVisibility(setting)
    for (const person of world.people.filter(({ role }) => ['owner', 'head', 'rep'].includes(role))) {
      const ids = world.held.map((it) => it.clientId)
      const seen = world.held.filter(({ owner }) => mayRead(person, owner, setting))
      const theirs = seen.filter(({ owner }) => mayWrite(person, owner))
      const before = new Map(
        await Promise.all(ids.map(async (id) => [id, await world.revOf('client', id)] as const)),
      )
      const answer = await person.caller.call(contract.clients.changeMany, {
        body: { ids, change: { city: `Город ${setting} ${person.role}` } },
      })
      expect(answer).toMatchObject({ changed: theirs.length, skipped: seen.length - theirs.length })
      for (const { clientId: id } of world.held) {
        const isChanged = (await world.revOf('client', id)) !== before.get(id)
        expect([id, isChanged]).toEqual([id, theirs.some((it) => it.clientId === id)])
      }
    }
  },
)

test('an observer learns no contact by searching for it', async () => {
  const { caller } = world.person('observer')
  for (const record of world.held) {
    for (const text of record.personal) {
      const found = await caller.call(contract.clients.search, { query: { text } })
      const { count } = await caller.call(contract.clients.count, { query: { text } })
      const { rows } = await caller.call(contract.clients.list, { query: { text } })
      expect([text, found.rows.filter((it) => it.id === record.clientId), count, rows]).toEqual([
        text,
        [],
        0,
        [],
      ])
    }
  }
})

test.each(repVisibilities)(
  'a code that is taken names no client out of sight: reps see %s',
  async (setting) => {
    await world.setVisibility(setting)
    for (const person of world.people.filter(({ role }) => ['owner', 'head', 'rep'].includes(role))) {
      for (const record of world.held) {
        const answer = await person.caller.send(contract.clients.create, {
          body: { name: 'Свежий', externalId: `code-${record.key}` },
        })
        expect(answer.error?.code).toBe('externalIdTaken')
        const isTold = JSON.stringify(answer.error).includes(record.name)
        expect([person.role, record.key, isTold]).toEqual([
          person.role,
          record.key,
          mayRead(person, record.owner, setting),
        ])
      }
    }
  },
)

test.each(repVisibilities)(
  'live: each hears of the records in sight and of no other: reps see %s',
  async (setting) => {
    await world.setVisibility(setting)
    const { app } = world
    const streams = await Promise.all(
      world.people.map(async (person) => ({ person, stream: await listen(url, person.caller.cookie) })),
    )
    for (const { clientId: id } of world.held) {
      const body = { rev: await world.revOf('client', id), note: `Слышно ${setting}` }
      await app.as('owner').call(contract.clients.update, { params: { id }, body })
    }
    const last = await app.as('owner').call(contract.team.addTeam, { body: { name: `Последняя ${setting}` } })
    for (const { person, stream } of streams) {
      await expect.poll(() => stream.heard.map((it) => it.entity)).toContain(last.id)
      const heard = stream.heard.filter((it) => it.kind === 'client').map((it) => it.entity)
      const want = world.held.filter(({ owner }) => mayRead(person, owner, setting)).map((it) => it.clientId)
      expect([person.role, heard]).toEqual([person.role, want])
      await stream.close()
    }
  },
)
