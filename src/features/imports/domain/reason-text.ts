import type { Language } from '#kernel/format.ts'

export type Reason = { code: string | null; column: string | null; value: string | null }

type Sentence = (column: string, value: string) => string
const counts = (value: string): [string, string] => {
  const [found = '', expected = ''] = value.split('/')
  return [found, expected]
}

const ru: Record<string, Sentence> = {
  wrongFieldCount: (_c, v) =>
    `полей ${counts(v)[0]}, а колонок ${counts(v)[1]}: разделитель внутри текста без кавычек`,
  notANumber: (c, v) => `«${c}»: «${v}» — не число${/[oOоО]/.test(v) ? ', буква «о» вместо нуля' : ''}`,
  notADate: (c, v) => `«${c}»: «${v}» — не дата`,
  noSuchDay: (c, v) => `«${c}»: «${v}», такого дня нет`,
  amountTooLarge: (c, v) => `«${c}»: «${v}» — сумма слишком велика`,
  nulByte: (c) => `«${c}»: внутри нулевой байт, файл повреждён`,
  missing: (c) => `«${c}»: пусто`,
  tooLong: (c, v) => `«${c}»: длиннее ${/^\d+$/.test(v) ? v : 500} знаков`,
  unknownOrder: () => 'заказа с таким номером нет: сначала загрузите заказы',
  ambiguousClient: (_c, v) => `подходит больше одного клиента${v ? `: «${v}»` : ''}`,
  otherClient: () => 'запись с этим ID теперь у другого клиента',
  ambiguousOrder: (_c, v) => `номер «${v}» есть у заказов нескольких клиентов`,
}
const en: typeof ru = {
  wrongFieldCount: (_c, v) =>
    `${counts(v)[0]} fields for ${counts(v)[1]} columns: a delimiter inside unquoted text`,
  notANumber: (c, v) =>
    `“${c}”: “${v}” is no number${/[oOоО]/.test(v) ? ', a letter “o” instead of a zero' : ''}`,
  notADate: (c, v) => `“${c}”: “${v}” is no date`,
  noSuchDay: (c, v) => `“${c}”: “${v}”, there is no such day`,
  amountTooLarge: (c, v) => `“${c}”: “${v}” is too large an amount`,
  nulByte: (c) => `“${c}”: a zero byte inside, the file is damaged`,
  missing: (c) => `“${c}”: empty`,
  tooLong: (c, v) => `“${c}”: longer than ${/^\d+$/.test(v) ? v : 500} characters`,
  unknownOrder: () => 'there is no order with this number: import the orders first',
  ambiguousClient: (_c, v) => `more than one client fits${v ? `: “${v}”` : ''}`,
  otherClient: () => 'the record with this ID belongs to another client by now',
  ambiguousOrder: (_c, v) => `orders of several clients have the number “${v}”`,
}

/** Why a row was kept out, in words that name the column and the value. */
export function reasonText(language: Language, { code, column, value }: Reason): string {
  const sentence = (language === 'ru' ? ru : en)[code ?? '']
  return sentence ? sentence(column ?? '', value ?? '') : (code ?? '')
}
