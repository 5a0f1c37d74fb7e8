import { formWords } from '../domain/form-words.ts'

type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  formClosed: () => formWords.ru.refusals['formClosed'] ?? '',
  contactMissing: () => formWords.ru.refusals['contactMissing'] ?? '',
  consentMissing: () => formWords.ru.refusals['consentMissing'] ?? '',
  badOrigin: ({ value }) => `«${String(value)}» не похоже на адрес сайта. Напишите так: https://site.ru.`,
  badLink: ({ value }) => `«${String(value)}» не похоже на ссылку. Напишите целиком, с https://.`,
  contactNotAsked: () =>
    'Форма не спрашивает ни телефон, ни почту, отвечать будет некуда. Отметьте одно из двух.',
  tooManyForms: ({ most }) => `Форм не больше ${String(most)}. Удалите ненужную.`,
  idsOrForm: () => 'Укажите либо заявки, либо форму.',
}
export const en: typeof ru = {
  formClosed: () => formWords.en.refusals['formClosed'] ?? '',
  contactMissing: () => formWords.en.refusals['contactMissing'] ?? '',
  consentMissing: () => formWords.en.refusals['consentMissing'] ?? '',
  badOrigin: ({ value }) => `“${String(value)}” is no address of a site. Write it so: https://site.com.`,
  badLink: ({ value }) => `“${String(value)}” is no link. Write it whole, with https://.`,
  contactNotAsked: () =>
    'The form asks neither phone nor e-mail, so there is no way to answer. Tick one of them.',
  tooManyForms: ({ most }) => `There can be ${String(most)} forms at most. Remove one.`,
  idsOrForm: () => 'Name either requests or a form.',
}
