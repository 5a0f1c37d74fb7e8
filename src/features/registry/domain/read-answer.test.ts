import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partyOf } from '../../../../test/support/register.ts'
import { readAnswer } from './read-answer.ts'

const read = (...parties: unknown[]) => readAnswer(JSON.stringify({ suggestions: parties }))
const one = (data: Record<string, unknown>) => read(partyOf(data))?.[0]

test('a company is read as it is told', () => {
  expect(read(partyOf())).toEqual([
    {
      inn: '7707083893',
      kpp: '770701001',
      ogrn: '1027700132195',
      kind: 'company',
      isBranch: false,
      shortName: 'ООО "РОМАШКА"',
      fullName: 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"',
      names: ['ООО "РОМАШКА"', 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"', 'РОМАШКА'],
      status: 'active',
      checkedOn: '2026-05-20',
      registeredOn: '2002-08-16',
      liquidatedOn: null,
      okved: '46.73.6',
      address: '117312, г Москва, ул Вавилова, д 19',
      managerName: 'Иванова Анна Петровна',
      managerPost: 'генеральный директор',
      headcount: 48,
      revenue: 210_500_000,
      accountsYear: 2025,
    },
  ])
  expect(readAnswer('{"suggestions":[]}')).toEqual([])
})

test('a sole trader has no KPP and goes by the name of the person', () => {
  const trader = {
    inn: '500100732259',
    kpp: null,
    ogrn: '304500116000157',
    type: 'INDIVIDUAL',
    name: { full_with_opf: 'Индивидуальный предприниматель Иванов Иван', short_with_opf: 'ИП Иванов Иван' },
    fio: { surname: 'Иванов', name: 'Иван', patronymic: null },
    management: undefined,
  }
  expect(one(trader)).toMatchObject({ kind: 'person', kpp: null, ogrn: '304500116000157', managerName: null })
  expect(one(trader)?.names).toContain('Иванов Иван')
})

test('what is told in another form than agreed is left out, the rest stays', () => {
  const odd = one({
    kpp: 770701001,
    ogrn: '1027700132190',
    okved: 'строительство',
    employee_count: 'много',
    finance: { revenue: -5, year: 'прошлый' },
    state: { status: 'WHO_KNOWS', actuality_date: 1e18 },
    management: ['Иванова'],
    address: 'Москва',
    licenses: { a: [1, 2] },
  })
  expect(odd).toMatchObject({
    inn: '7707083893',
    shortName: 'ООО "РОМАШКА"',
    kpp: null,
    ogrn: null,
    okved: null,
    headcount: null,
    revenue: null,
    accountsYear: null,
    status: null,
    checkedOn: null,
    managerName: null,
    address: null,
  })
  expect(one({ finance: { income: 7.6 } })?.revenue).toBe(8)
})

test('texts are one line, of bounded length, and can be stored', () => {
  const name = `А\u0000\n\u202e${'я'.repeat(3000)}\ud800`
  const shown = one({ name: { short_with_opf: name } })?.shortName ?? ''
  expect([shown.slice(0, 3), shown.length, shown.isWellFormed()]).toEqual(['А я', 500, true])
})

test.each([
  ['', null],
  ['<html>', null],
  ['[]', null],
  ['{"suggestions":{}}', null],
  ['{"suggestions":[null]}', null],
  ['{"suggestions":[{"value":"Без реквизитов"}]}', null],
  ['{"suggestions":[{"data":{"inn":"1234567890","name":{"short":"А"}}}]}', null],
  [JSON.stringify({ suggestions: Array.from({ length: 301 }, () => partyOf()) }), null],
])('%s is no answer', (body, want) => {
  expect(readAnswer(body)).toBe(want)
})

test('whatever comes, reading does not fail, and nothing with a wrong INN comes out', () => {
  const anything = fc.record({
    suggestions: fc.array(fc.record({ value: fc.anything(), data: fc.anything() })),
  })
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue()), (json) => {
      const found = readAnswer(JSON.stringify(json) ?? '')
      expect(found === null || found.length === 0).toBe(true)
    }),
  )
})
