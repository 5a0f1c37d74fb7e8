import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, foldName, nameNearness } from './fold-name.ts'
import { type Identity, judgePair } from './judge-pair.ts'

const nobody: Identity = { name: '', folded: '', inn: null, kpp: null, phone: null, email: null, city: null }
const client = (name: string, rest: Partial<Identity> = {}): Identity => ({
  ...nobody,
  name,
  folded: foldName(name),
  ...rest,
})

describe('names as they sound', () => {
  test.each([
    ['ООО "Ромашка"', 'Romashka LLC'],
    ['ООО ТД «Юлия»', 'Yulia'],
    ['ИП Щербаков', 'Scherbakov'],
    ['Химки-Центр', 'Tsentr Khimki'],
    ['Артём Жёлудь', 'Артем Желудь'],
    ['Фёдор Максимов', 'Fedor Maximov'],
  ])('%s = %s', (a, b) => {
    expect(foldName(a)).toBe(foldName(b))
  })
  test.each([
    ['Магазин 1', 'Магазин 2'],
    ['Магазин 1', 'Магазин 11'],
    ['Школа № 7', 'Школа'],
  ])('%s is another than %s', (a, b) => {
    expect(nameNearness(foldName(a), foldName(b))).toBe(0)
  })
  test('an empty name is near to nothing', () => {
    expect(nameNearness('', '')).toBe(0)
  })
  test('the distance is a metric over any words', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a === b)
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })
  test('a slip of the pen is one step', () => {
    expect(editDistance('romashka', 'romahska')).toBe(1)
    expect(editDistance('romashka', 'romashk')).toBe(1)
  })
})

describe('two records', () => {
  test('of one tax number are one client, of two branches perhaps not', () => {
    const [a, b] = [client('Ромашка', { inn: '6165204473' }), client('Совсем иначе', { inn: '6165204473' })]
    expect(judgePair(a, b)).toEqual({ confidence: 0.98, reasons: ['sameInn'] })
    const branches = judgePair({ ...a, kpp: '616501001' }, { ...b, kpp: '770101001' })
    expect(branches).toEqual({ confidence: 0.6, reasons: ['sameInn', 'otherKpp'] })
  })
  test('of two tax numbers are two clients, whatever they share', () => {
    const shared = { phone: '+74952001020', email: 'a@b.ru', city: 'Азов' }
    const a = client('Ромашка', { ...shared, inn: '6165204473' })
    expect(judgePair(a, { ...a, inn: '0274062111' })).toEqual({ confidence: 0, reasons: [] })
  })
  test('that share a phone alone are asked about with care; with a like name nearly certain', () => {
    const phone = '+74952001020'
    expect(judgePair(client('Ромашка', { phone }), client('Василёк', { phone })).confidence).toBe(0.55)
    expect(judgePair(client('Ромашка', { phone }), client('Romashka', { phone })).confidence).toBe(0.95)
  })
  test('of one name in two cities are doubtful', () => {
    expect(
      judgePair(client('Ромашка', { city: 'Азов' }), client('Ромашка', { city: 'Омск' })).confidence,
    ).toBe(0.5)
    expect(
      judgePair(client('Ромашка', { city: 'Орёл' }), client('Ромашка', { city: 'Орел' })).confidence,
    ).toBe(0.85)
  })
  test('the order of the two makes no difference', () => {
    const some = <T>(...values: T[]) => fc.constantFrom(null, ...values)
    const identity = fc
      .record({
        name: fc.constantFrom('Ромашка', 'Ромашка 2', 'Romashka', 'Василёк', 'Ромшака'),
        inn: some('6165204473', '0274062111'),
        kpp: some('616501001', '770101001'),
        phone: some('+74952001020'),
        email: some('a@b.ru', 'A@B.ru'),
        city: some('Азов', 'Омск'),
      })
      .map((it): Identity => ({ ...it, folded: foldName(it.name) }))
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        expect(judgePair(a, b)).toEqual(judgePair(b, a))
        const { confidence } = judgePair(a, b)
        expect(confidence >= 0 && confidence < 1).toBe(true)
      }),
    )
  })
})
