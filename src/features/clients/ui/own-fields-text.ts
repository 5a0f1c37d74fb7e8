const ru = {
  more: { otherPhones: 'Ещё телефон', otherEmails: 'Ещё почта', addresses: 'Адрес' },
  groups: { otherPhones: 'Другие телефоны', otherEmails: 'Другая почта', addresses: 'Адреса' },
  row: { otherPhones: 'Другой телефон', otherEmails: 'Другая почта', addresses: 'Адрес' },
  remove: 'Убрать',
  notChosen: 'не выбрано',
  empty: 'пусто',
  filled: 'заполнено',
  from: 'от',
  to: 'до',
  fromDay: 'с',
  toDay: 'по',
  exactly: 'Точное значение',
  isRemoved: (name: string) => `${name} (убран)`,
  gone: (name: string | null) =>
    name === null
      ? 'Поля, по которому отбирали, больше нет. Условие сняли.'
      : `Поля «${name}» больше нет. Условие по нему сняли.`,
  unread: (name: string) => `Условие по полю «${name}» не подошло, его сняли.`,
  field: 'Поле',
  clear: 'Очистить поле',
}
const en: typeof ru = {
  more: { otherPhones: 'Another phone', otherEmails: 'Another e-mail', addresses: 'Address' },
  groups: { otherPhones: 'Other phones', otherEmails: 'Other e-mails', addresses: 'Addresses' },
  row: { otherPhones: 'Other phone', otherEmails: 'Other e-mail', addresses: 'Address' },
  remove: 'Remove',
  notChosen: 'not chosen',
  empty: 'empty',
  filled: 'filled in',
  from: 'from',
  to: 'to',
  fromDay: 'from',
  toDay: 'to',
  exactly: 'Exact value',
  isRemoved: (name) => `${name} (removed)`,
  gone: (name) =>
    name === null
      ? 'The field of a condition is gone. The condition was dropped.'
      : `The field “${name}” is gone. The condition on it was dropped.`,
  unread: (name) => `The condition on the field “${name}” did not fit and was dropped.`,
  field: 'Field',
  clear: 'Clear the field',
}
export const ownFieldTexts = { ru, en }
