import { expect, test } from 'vitest'
import { partyOf } from '../../../../test/support/register.ts'
import type { Company } from './company.ts'
import { type Present, propose } from './propose.ts'
import { readAnswer } from './read-answer.ts'
import { registerName } from './words.ts'

const blank: Present = { kpp: null, ogrn: null, addresses: [], facts: {}, people: [] }
const way = { language: 'ru', register: 'DaData', hasRoubles: true } as const
const company = (data: Record<string, unknown> = {}): Company => {
  const [found] = readAnswer(JSON.stringify({ suggestions: [partyOf(data)] })) ?? []
  if (!found) throw new Error('no company')
  return found
}
const told = (present: Partial<Present> = {}, data = {}, as: Partial<typeof way> = {}) =>
  propose(company(data), { ...blank, ...present }, { ...way, ...as }).map(
    ({ field, now, proposed, isSame }) => `${field}: ${now ?? '–'} → ${proposed}${isSame ? ' (same)' : ''}`,
  )

test('to a client of whom nothing is known everything is proposed', () => {
  expect(told()).toEqual([
    'legalName: – → ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"',
    'status: – → действует',
    'kpp: – → 770701001',
    'ogrn: – → 1027700132195',
    'address: – → 117312, г Москва, ул Вавилова, д 19',
    'okved: – → 46.73.6',
    'revenue: – → 210500000',
    'headcount: – → 48',
    'signer: – → Иванова Анна Петровна, генеральный директор',
  ])
  expect(propose(company(), blank, way).find(({ field }) => field === 'revenue')?.source).toBe(
    'DaData, отчётность за 2025 год',
  )
})

test('what is there stands beside, and the same in other letters is the same', () => {
  const present: Partial<Present> = {
    kpp: '770701001',
    addresses: ['Склад, Химки', '117312, г. Москва, ул. Вавилова, д. 19'],
    facts: { okved: { id: 'x', value: '22.22' }, headcount: { id: 'y', value: null } },
    people: [
      { name: 'Иванова Анна Петровна', isSigner: false },
      { name: 'Петров', isSigner: true },
    ],
  }
  expect(told(present)).toEqual(
    expect.arrayContaining([
      'kpp: 770701001 → 770701001 (same)',
      'address: Склад, Химки; 117312, г. Москва, ул. Вавилова, д. 19 → 117312, г Москва, ул Вавилова, д 19 (same)',
      'okved: 22.22 → 46.73.6',
      'headcount: – → 48',
      'signer: Петров → Иванова Анна Петровна, генеральный директор (same)',
    ]),
  )
})

test('a closed company says so with its day; what is not told is not proposed', () => {
  const state = { status: 'LIQUIDATED', liquidation_date: 1_400_000_000_000 }
  const little = {
    state,
    kpp: null,
    okved: null,
    address: null,
    finance: null,
    employee_count: null,
    management: null,
  }
  expect(told({}, little)).toEqual([
    'legalName: – → ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"',
    'status: – → ликвидирована 13 мая 2014',
    'ogrn: – → 1027700132195',
  ])
  expect(told({}, {}, { hasRoubles: false as never }).join()).not.toContain('revenue')
})

test('a register has a name', () => {
  expect(
    [
      'https://suggestions.dadata.ru/x',
      'https://dadata.ru/',
      'https://notdadata.ru/',
      'http://10.0.0.5:80/',
    ].map(registerName),
  ).toEqual(['DaData', 'DaData', 'notdadata.ru', '10.0.0.5'])
})
