import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyByValue, classifyFrequency, compareRank, type Ranked } from './classify.ts'
import { defaults } from './settings.ts'

const client = (id: string, measureMinor: number, tieKey = id): Ranked => ({ id, tieKey, measureMinor })
const classesOf = (clients: Ranked[]): string =>
  classifyByValue(clients, defaults)
    .map((it) => `${it.id}${it.valueClass}`)
    .join(' ')

describe('value class', () => {
  test('one client who brings everything is A', () => {
    expect(classesOf([client('x', 100)])).toBe('xA')
  })
  test('the client that crosses the border stays in the better class', () => {
    expect(classesOf([client('a', 79), client('b', 10), client('c', 7), client('d', 4)])).toBe('aA bA cB dC')
  })
  test('a share of exactly 80 % before is B', () => {
    expect(classesOf([client('a', 80), client('b', 15), client('c', 5)])).toBe('aA bB cC')
  })
  test('returns that outweigh orders leave no class and are no part of the sum', () => {
    expect(classesOf([client('a', 100), client('b', 0), client('c', -50)])).toBe('aA bnone cnone')
  })
  test('ties go by external id in plain string order, then by id', () => {
    expect(
      [client('2', 5, '9'), client('1', 5, '10'), client('0', 5, '9')].sort(compareRank).map((it) => it.id),
    ).toEqual(['1', '0', '2'])
  })

  const base = fc.array(
    fc.record({ id: fc.uuid(), tieKey: fc.string(), measureMinor: fc.integer({ min: -1e9, max: 1e12 }) }),
    { maxLength: 60 },
  )
  test('the order of the rows plays no part', () => {
    fc.assert(
      fc.property(base, (clients) => {
        const byId = (list: Ranked[]) =>
          new Map(classifyByValue(list, defaults).map((it) => [it.id, it.valueClass]))
        expect(byId([...clients].reverse())).toEqual(byId(clients))
      }),
    )
  })
  test('classes never rise as one goes down the ranks, and the best client is A', () => {
    fc.assert(
      fc.property(base, (clients) => {
        const letters = classifyByValue(clients, defaults).map((it) => it.valueClass)
        const order = ['A', 'B', 'C', 'none']
        const ranks = letters.map((letter) => order.indexOf(letter))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
        if (clients.some((it) => it.measureMinor > 0)) expect(letters[0]).toBe('A')
      }),
    )
  })
})

describe('frequency class', () => {
  test.each([
    [0, 'none'],
    [1, 'rarely'],
    [3, 'rarely'],
    [4, 'sometimes'],
    [11, 'sometimes'],
    [12, 'often'],
  ] as const)('%i order days in a year: %s', (days, expected) => {
    expect(classifyFrequency(days, 365, defaults)).toBe(expected)
    expect(classifyFrequency(days, 366, defaults)).toBe(expected)
  })
  test('limits are scaled to the window', () => {
    expect(classifyFrequency(6, 182, defaults)).toBe('often')
    expect(classifyFrequency(23, 730, defaults)).toBe('sometimes')
    expect(classifyFrequency(24, 730, defaults)).toBe('often')
  })
})
