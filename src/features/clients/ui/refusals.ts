type Data = Record<string, unknown>

const faults = {
  ru: {
    length: 'не та длина',
    digits: 'только цифры',
    checksum: 'контрольная сумма не сходится',
    zeros: 'одни нули',
    start: 'первая цифра не та: у компаний 1 или 5, у предпринимателей 3',
  },
  en: {
    length: 'wrong length',
    digits: 'digits only',
    checksum: 'the checksum does not hold',
    zeros: 'all zeros',
    start: 'wrong first digit: 1 or 5 for companies, 3 for sole traders',
  },
}
const why = (language: 'ru' | 'en', data: Data): string =>
  faults[language][String(data['reason']) as keyof typeof faults.ru] ?? ''

export const ru: Record<string, (data: Data) => string> = {
  tooManyRows: (data) =>
    `В листе Excel помещается ${String(data['most'])} строк. Сузьте условия или выгрузите CSV.`,
  badInn: (data) =>
    `ИНН «${String(data['value'])}»: ${why('ru', data)}. Нужно 10 цифр у компании, 12 у человека.`,
  badKpp: (data) => `КПП «${String(data['value'])}»: ${why('ru', data)}. Нужно 9 знаков.`,
  badOgrn: (data) =>
    `ОГРН «${String(data['value'])}»: ${why('ru', data)}. Нужно 13 цифр у компании, 15 у предпринимателя.`,
  badPhone: (data) => `«${String(data['value'])}» — не телефон. Пример: +7 495 123-45-67.`,
  badEmail: (data) => `«${String(data['value'])}» — не почта. Пример: ivanov@firma.ru.`,
  externalIdTaken: ({ value, name }) =>
    name === undefined
      ? `Код «${String(value)}» уже занят.`
      : `Код «${String(value)}» уже у клиента «${String(name)}».`,
  noSuchOwner: () => 'Такого сотрудника нет. Выберите другого.',
  nulByte: () => 'В тексте есть нулевой символ или обрывок символа. Удалите его и сохраните снова.',
  nothingChosen: () => 'Менять нечего: выберите клиентов и что изменить.',
  tooManyChosen: (data) => `За раз можно изменить ${String(data['most'])} клиентов. Сузьте условия.`,
  viewNameTaken: (data) => `Вид «${String(data['value'])}» у вас уже есть. Назовите иначе.`,
  tooManyViews: (data) => `Видов уже ${String(data['most'])}, больше нельзя. Удалите ненужный.`,
  mayNotShare: () => 'Делиться видами могут директор и РОП.',
  notYourView: () => 'Это чужой вид: менять может автор, РОП или директор. Сохраните свой.',
  batchRefused: ({ refused }) =>
    `Не принято ничего: не подходит записей — ${String(refused)}. Исправьте их и пришлите снова.`,
  batchKeyMissing: () => 'Чтобы найти запись при повторе, нужен id или externalId.',
  repeatedInBatch: ({ index }) => `Та же запись уже есть в этом запросе, место ${String(index)}.`,
  notYours: () => 'Это не ваш клиент: менять может тот, кто ведёт, его РОП или владелец.',
}
export const en: typeof ru = {
  tooManyRows: (data) =>
    `A sheet of Excel holds ${String(data['most'])} rows. Narrow the conditions or take CSV.`,
  badInn: (data) =>
    `INN “${String(data['value'])}”: ${why('en', data)}. 10 digits for a company, 12 for a person.`,
  badKpp: (data) => `KPP “${String(data['value'])}”: ${why('en', data)}. 9 characters are needed.`,
  badOgrn: (data) =>
    `OGRN “${String(data['value'])}”: ${why('en', data)}. 13 digits for a company, 15 for a sole trader.`,
  badPhone: (data) => `“${String(data['value'])}” is no phone number. Example: +44 20 7946 0018.`,
  badEmail: (data) => `“${String(data['value'])}” is no e-mail. Example: ann@firm.com.`,
  externalIdTaken: ({ value, name }) =>
    name === undefined
      ? `The code “${String(value)}” is taken.`
      : `The code “${String(value)}” belongs to “${String(name)}”.`,
  noSuchOwner: () => 'There is no such person. Choose another.',
  nulByte: () => 'The text holds a zero character or half of one. Remove it and save again.',
  nothingChosen: () => 'Nothing to change: choose clients and what to change.',
  tooManyChosen: (data) => `${String(data['most'])} clients at once at most. Narrow the conditions.`,
  viewNameTaken: (data) => `You have a view “${String(data['value'])}” already. Choose another name.`,
  tooManyViews: (data) => `There are ${String(data['most'])} views already, which is the most. Delete one.`,
  mayNotShare: () => 'The owner and heads share views.',
  notYourView: () =>
    'Somebody else’s view: its author, a head or the owner may change it. Save one of your own.',
  batchRefused: ({ refused }) =>
    `Nothing was taken: ${String(refused)} records do not fit. Put them right and send again.`,
  batchKeyMissing: () => 'An id or an externalId is needed, so that a repetition finds the record.',
  repeatedInBatch: ({ index }) => `This request holds the same record already, at place ${String(index)}.`,
  notYours: () => 'Not your client: whoever leads it, their head or the owner may change it.',
}
