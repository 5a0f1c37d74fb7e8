import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePhone } from '#kernel/phone.ts'
import { type ReadLine, readLine } from './read-line.ts'

const nothing: ReadLine = {
  kind: 'person',
  name: null,
  person: null,
  phones: [],
  emails: [],
  inn: null,
  want: null,
}

describe('a line', () => {
  const examples: [string, Partial<ReadLine>][] = [
    [
      'Анна +7 916 123-45-67 хочет 200 кружек к 1 декабря',
      { name: 'Анна', phones: ['+79161234567'], want: '200 кружек к 1 декабря' },
    ],
    [
      'ООО Ромашка, 8 495 123-45-67, ремонт кофемашины',
      { kind: 'company', name: 'ООО Ромашка', phones: ['+74951234567'], want: 'ремонт кофемашины' },
    ],
    [
      'ООО «Ромашка» Анна тел. 8 495 123-45-67 нужен ремонт',
      { kind: 'company', name: 'ООО «Ромашка»', person: 'Анна', phones: ['+74951234567'], want: 'ремонт' },
    ],
    ['анна 89161234567 кружки', { name: 'Анна', phones: ['+79161234567'], want: 'кружки' }],
    [
      'Ремонт кофемашины, Анна, 8 916 123 45 67',
      { name: 'Анна', phones: ['+79161234567'], want: 'Ремонт кофемашины' },
    ],
    [
      'Иванов Пётр Сергеевич A.B@mail.ru интересует поставка зерна, 50 кг',
      { name: 'Иванов Пётр Сергеевич', emails: ['a.b@mail.ru'], want: 'поставка зерна, 50 кг' },
    ],
    [
      'Acme Ltd, John Smith, john@acme.com, needs 20 chairs by Friday',
      {
        kind: 'company',
        name: 'Acme Ltd',
        person: 'John Smith',
        emails: ['john@acme.com'],
        want: '20 chairs by Friday',
      },
    ],
    [
      'Mary Johnson +1 212 555 0123 looking for a new supplier, urgently',
      { name: 'Mary Johnson', phones: ['+12125550123'], want: 'a new supplier, urgently' },
    ],
    [
      'ИП Петров С.А. ИНН 500100732259 89031234567 просит перезвонить',
      { kind: 'company', inn: '500100732259', phones: ['+79031234567'], want: 'перезвонить' },
    ],
    [
      'Сергей из АО Вектор-М хочет демо',
      { kind: 'company', name: 'АО Вектор-М', person: 'Сергей', want: 'демо' },
    ],
    ['Пётр 200 кружек', { name: 'Пётр', want: '200 кружек' }],
    ['+79161234567, +7 495 200-10-20', { phones: ['+79161234567', '+74952001020'] }],
    ['хочет 200 кружек', { want: '200 кружек' }],
    ['ремонт', { want: 'ремонт' }],
    ['', {}],
    [' — , ; ', {}],
  ]
  test.each(examples)('%s', (line, wanted) => {
    expect(readLine(line, 'RU')).toEqual({
      ...nothing,
      ...wanted,
      ...(wanted.kind === 'company' && !wanted.name && { name: expect.any(String) as string }),
    })
  })

  test('of whatever is typed nothing is lost but the words that say what a number is or that something is wished', () => {
    const said =
      /^(тел(ефон)?|т|моб(ильный)?|phone|tel|mobile|mob|cell|эл|почта|e-?mail|mail|инн|из|от|from|at|бы|for|is|like|хоч.*|хот.*|нуж.*|надо|треб.*|прос.*|спра.*|инте.*|ищ.*|жела.*|wants?|needs?|ask.*|would|looking|interested|in)$/iu
    const word = fc.constantFrom(
      'Анна',
      'кружки',
      'ремонт',
      '200',
      'ООО',
      'Ромашка',
      'хочет',
      'из',
      'тел.',
      'Smith',
      'Ltd',
      'wants',
      'ёлки',
      'a-b',
    )
    const gap = fc.constantFrom(' ', ', ', ' — ', '; ', '\n')
    const anything = fc.oneof(
      fc.array(fc.tuple(word, gap), { maxLength: 12 }).map((all) => all.flat().join('')),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
    )
    fc.assert(
      fc.property(anything, (line) => {
        const read = readLine(line, 'RU')
        const kept = [read.name, read.person, read.want, read.inn, ...read.emails].join(' ').toLowerCase()
        // Digits are kept as a phone, in a form of their own.
        const words = line.toLowerCase().match(/[\p{L}]+/gu) ?? []
        for (const it of words.filter((each) => !said.test(each))) expect(kept).toContain(it)
        for (const phone of read.phones) expect(normalisePhone(phone, 'RU')).toBe(phone)
      }),
    )
  })

  test('the order of its parts, and what stands between them, does not matter', () => {
    const parts = ['Анна Петрова', '+7 916 123-45-67', 'anna@example.com', 'ремонт кофемашины']
    fc.assert(
      fc.property(
        fc.shuffledSubarray(parts, { minLength: 4 }),
        fc.constantFrom(', ', '; ', '\n', ' — '),
        (shuffled, gap) => {
          expect(readLine(shuffled.join(gap), 'RU')).toEqual({
            ...nothing,
            name: 'Анна Петрова',
            phones: ['+79161234567'],
            emails: ['anna@example.com'],
            want: 'ремонт кофемашины',
          })
        },
      ),
    )
  })
})
