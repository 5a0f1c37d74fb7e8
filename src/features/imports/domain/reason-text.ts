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
  unknownPipeline: (c, v) => `«${c}»: воронки «${v}» нет`,
  unknownStage: (c, v) => `«${c}»: не знаем, какой это этап — «${v}». Укажите его в шаге «Как читаем»`,
  negativeAmount: (c, v) => `«${c}»: «${v}» — сумма не бывает меньше нуля`,
  dateInFuture: (c, v) => `«${c}»: ${v} ещё не наступило`,
  closedBeforeCreated: (_c, v) => `закрыта раньше, чем началась: ${v}`,
  closedDateMissing: (_c, v) => `сделка закрыта («${v}»), а дня закрытия нет`,
  lostReasonMissing: () => 'проиграна без причины: выберите причину для таких строк в шаге «Как читаем»',
  lostNoteMissing: (_c, v) => `причина «${v}» просит пояснения, а его нет`,
  unknownLostReason: (c, v) =>
    `«${c}»: причины «${v}» нет в справочнике. Добавьте её или выберите причину для таких строк`,
  repeatedDeal: (_c, v) => `номер «${v}» в файле уже был или занят другой сделкой`,
  repeatedProduct: (_c, v) => `товар «${v}» в файле уже был`,
  dealInBin: (_c, v) => `сделка «${v}» лежит в корзине: верните её или удалите строку`,
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
  unknownPipeline: (c, v) => `“${c}”: there is no pipeline “${v}”`,
  unknownStage: (c, v) => `“${c}”: which stage is “${v}”? Say it in the step “How we read it”`,
  negativeAmount: (c, v) => `“${c}”: “${v}” is less than nothing`,
  dateInFuture: (c, v) => `“${c}”: ${v} is yet to come`,
  closedBeforeCreated: (_c, v) => `closed before it began: ${v}`,
  closedDateMissing: (_c, v) => `the deal is closed (“${v}”) but has no closing date`,
  lostReasonMissing: () => 'lost without a reason: choose one for such rows in the step “How we read it”',
  lostNoteMissing: (_c, v) => `the reason “${v}” needs a note, and there is none`,
  unknownLostReason: (c, v) =>
    `“${c}”: the catalogue has no reason “${v}”. Add it, or choose a reason for such rows`,
  repeatedDeal: (_c, v) => `the number “${v}” was in the file before, or belongs to another deal`,
  repeatedProduct: (_c, v) => `the product “${v}” was in the file before`,
  dealInBin: (_c, v) => `the deal “${v}” is in the bin: bring it back or leave the row out`,
}

/** Why a row was kept out, in words that name the column and the value. */
export function reasonText(language: Language, { code, column, value }: Reason): string {
  const sentence = (language === 'ru' ? ru : en)[code ?? '']
  return sentence ? sentence(column ?? '', value ?? '') : (code ?? '')
}
