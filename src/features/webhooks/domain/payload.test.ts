import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPayload } from './payload.ts'

const source = {
  id: 'e',
  action: 'client.updated',
  at: new Date('2026-06-12T09:00:00Z'),
  entity: 'client',
  entityId: 'c',
  actorId: 'p',
  actorName: 'Анна',
  channel: 'web',
  reason: null,
  before: { id: 'c', rev: 1, name: 'Ромашка', city: null, tags: { a: true } },
  after: { id: 'c', rev: 2, name: 'Ромашка', city: 'Азов', tags: { a: true, b: true } },
}

test('a change is told with the fields that it changed', () => {
  expect(toPayload(source)).toEqual({
    version: 1,
    id: 'e',
    type: 'client.updated',
    timestamp: '2026-06-12T09:00:00.000Z',
    data: {
      entity: 'client',
      id: 'c',
      rev: 2,
      actor: { id: 'p', name: 'Анна', channel: 'web' },
      reason: null,
      changes: {
        city: { before: null, after: 'Азов' },
        tags: { before: { a: true }, after: { a: true, b: true } },
      },
    },
  })
})

test('a new record has no before, a removed one no after and no rev', () => {
  expect(toPayload({ ...source, before: null }).data.changes['name']).toEqual({
    before: null,
    after: 'Ромашка',
  })
  const removed = toPayload({ ...source, after: null }).data
  expect([removed.changes['name'], removed.rev]).toEqual([{ before: 'Ромашка', after: null }, null])
})

test('what changed and nothing else, whatever the record', () => {
  const row = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue())
  fc.assert(
    fc.property(row, row, (before, after) => {
      const { changes } = toPayload({ ...source, before, after }).data
      for (const name of ['a', 'b', 'c']) {
        const was = JSON.stringify(before[name] ?? null)
        const became = JSON.stringify(after[name] ?? null)
        expect(name in changes).toBe(was !== became)
      }
    }),
  )
})
