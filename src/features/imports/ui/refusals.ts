import { type Reason, reasonText } from '../domain/reason-text.ts'

type Data = Record<string, unknown>
type Question = { code: string; column?: string; field?: string; samples?: string[] }

const fields = {
  ru: {
    orderNumber: 'номер заказа',
    orderedAt: 'дата заказа',
    clientName: 'название клиента',
    contactName: 'имя контакта',
    text: 'текст',
    touchedAt: 'когда',
    dealTitle: 'название сделки',
    product: 'товар',
  } as Record<string, string>,
  en: {
    orderNumber: 'order number',
    orderedAt: 'order date',
    clientName: 'client name',
    contactName: 'contact name',
    text: 'text',
    touchedAt: 'when',
    dealTitle: 'deal title',
    product: 'product',
  } as Record<string, string>,
}

const questionRu = ({ code, column = '', field = '', samples = [] }: Question): string => {
  if (code === 'needColumn') return `не найдена колонка «${fields.ru[field] ?? field}»`
  if (code === 'ambiguousDecimal')
    return `«${column}»: «${samples[0] ?? ''}» — это тысячи или дробь? Укажите знак дроби`
  if (code === 'ambiguousDateOrder')
    return `«${column}»: «${samples[0] ?? ''}» — день или месяц впереди? Укажите порядок`
  return `колонки «${column}» в файле нет`
}
const questionEn = ({ code, column = '', field = '', samples = [] }: Question): string => {
  if (code === 'needColumn') return `the column “${fields.en[field] ?? field}” was not found`
  if (code === 'ambiguousDecimal')
    return `“${column}”: is “${samples[0] ?? ''}” thousands or a fraction? Say the decimal mark`
  if (code === 'ambiguousDateOrder')
    return `“${column}”: in “${samples[0] ?? ''}”, is the day or the month first? Say the order`
  return `there is no column “${column}” in the file`
}
const reasonOf = (data: Data): Reason => ({
  code: data['code'] as string,
  column: data['column'] as string,
  value: data['value'] as string,
})
const questions = (data: Data): Question[] =>
  Array.isArray(data['questions']) ? (data['questions'] as Question[]) : []

/** A question about a file, as a sentence. */
export const questionText = { ru: questionRu, en: questionEn }

export const ru: Record<string, (data: Data) => string> = {
  importQuestions: (data) => `Нужен ответ: ${questions(data).map(questionRu).join('; ')}.`,
  wrongState: () => 'Загрузка уже в другом состоянии. Обновите страницу.',
  importCancelled: () => 'Загрузка остановлена, ничего не записано.',
  emptyFile: () => 'Файл пустой. Выгрузите его ещё раз.',
  noRows: () => 'В файле только заголовок, строк нет.',
  binaryXls: () => 'Это старый формат Excel (.xls). Откройте файл в Excel и сохраните как .xlsx или CSV.',
  brokenArchive: () => 'Файл повреждён или обрезан. Выгрузите его ещё раз.',
  zipBomb: () => 'Файл распаковывается в слишком большой объём. Сохраните его как CSV.',
  lineTooLong: (data) =>
    `Строка ${String(data['row'] ?? '')} длиннее 4 млн знаков: похоже, не закрыта кавычка. Проверьте её в файле.`,
  tooManyColumns: (data) =>
    `Колонок ${String(data['count'])}, а прочесть можно до ${String(data['most'])}. Проверьте разделитель.`,
  notText: () => 'Это не таблица. Подойдёт CSV, XLSX или .xls из Битрикс24.',
  sumTooLarge: () => 'Сумма файла больше, чем можно сосчитать без потерь. Проверьте колонку суммы.',
  rowStillWrong: (data) =>
    `Строка ${Number(data['row'])} всё ещё не читается: ${reasonText('ru', reasonOf(data))}.`,
  badMap: (data) => `Карта колонок не подходит: ${JSON.stringify(data['issues'])}`,
  baseNotEmpty: () => 'В базе уже есть клиенты. Пример ставится только в пустую.',
}
export const en: typeof ru = {
  importQuestions: (data) => `An answer is needed: ${questions(data).map(questionEn).join('; ')}.`,
  wrongState: () => 'The import is in another state by now. Reload the page.',
  importCancelled: () => 'The import was stopped; nothing was written.',
  emptyFile: () => 'The file is empty. Export it again.',
  noRows: () => 'The file holds a header and no rows.',
  binaryXls: () => 'This is the old Excel format (.xls). Open it in Excel and save it as .xlsx or CSV.',
  brokenArchive: () => 'The file is damaged or cut short. Export it again.',
  zipBomb: () => 'The file unpacks to far too much. Save it as CSV.',
  lineTooLong: (data) =>
    `Row ${String(data['row'] ?? '')} is longer than 4 million characters: a quote seems not to be closed. Check it in the file.`,
  tooManyColumns: (data) =>
    `${String(data['count'])} columns; up to ${String(data['most'])} can be read. Check the delimiter.`,
  notText: () => 'This is no table. CSV, XLSX or the .xls of Bitrix24 will do.',
  sumTooLarge: () => 'The file adds up to more than can be counted exactly. Check the column of the amount.',
  rowStillWrong: (data) =>
    `Row ${Number(data['row'])} still cannot be read: ${reasonText('en', reasonOf(data))}.`,
  badMap: (data) => `The column map does not fit: ${JSON.stringify(data['issues'])}`,
  baseNotEmpty: () => 'There are clients already. The demo goes into an empty base only.',
}
