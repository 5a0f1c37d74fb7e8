import { type FormField, formWords } from './form-words.ts'

export type ShownForm = {
  /** where it is sent: https://gorn.example/form/TOKEN */
  address: string
  language: 'ru' | 'en'
  fields: readonly FormField[]
  consentText: string | null
  consentUrl: string | null
}

/** The field that only a program fills in. */
export const TRAP = 'website'
/** So long each field may be. */
export const most: Record<FormField, number> = { name: 200, phone: 50, email: 200, company: 300, want: 5000 }

/** A text as it stands in HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

const kinds: Record<FormField, string> = {
  name: 'type="text" autocomplete="name"',
  phone: 'type="tel" autocomplete="tel"',
  email: 'type="email" autocomplete="email"',
  company: 'type="text" autocomplete="organization"',
  want: '',
}

function fieldHtml(field: FormField, label: string, isRequired: boolean): string {
  const rest = `name="${field}" maxlength="${most[field]}"${isRequired ? ' required' : ''}`
  const control =
    field === 'want' ? `<textarea ${rest} rows="4"></textarea>` : `<input ${kinds[field]} ${rest}>`
  return `  <p><label>${escapeHtml(label)}<br>${control}</label></p>`
}

/** The form to put on any page: plain HTML that works by itself, and better with our script. */
export function formHtml({ address, language, fields, consentText, consentUrl }: ShownForm): string {
  const words = formWords[language]
  // With one way to answer that one is needed; of two either will do.
  const ways = fields.filter((it) => it === 'phone' || it === 'email')
  const shown = fields.map((it) =>
    fieldHtml(it, words.fields[it], it === 'want' || it === 'name' || (ways.length === 1 && ways[0] === it)),
  )
  const link = consentUrl
    ? ` <a href="${escapeHtml(consentUrl)}" target="_blank" rel="noopener">${words.policy}</a>`
    : ''
  const consent = consentText
    ? [
        `  <p><label><input type="checkbox" name="consent" value="yes" required> ${escapeHtml(consentText)}</label>${link}</p>`,
      ]
    : []
  return [
    `<form action="${escapeHtml(address)}" method="post" accept-charset="utf-8">`,
    ...shown,
    `  <p hidden><label>${words.trap}<input name="${TRAP}" tabindex="-1" autocomplete="off"></label></p>`,
    ...consent,
    `  <p><button type="submit">${words.send}</button></p>`,
    '  <p role="status"></p>',
    '</form>',
    `<script src="${escapeHtml(address)}/script.js" defer></script>`,
  ].join('\n')
}
