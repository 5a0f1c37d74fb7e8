import { phoneText } from '#kernel/phone-text.ts'
import type { ReadLine } from '../domain/read-line.ts'

/** What a line was understood as, in fields that can be corrected. */
export type QuickDraft = {
  kind: 'company' | 'person'
  name: string
  person: string
  phone: string
  email: string
  want: string
}

/** The fields of a line as it was read. */
export const draftOfLine = ({ kind, name, person, phones, emails, want }: ReadLine): QuickDraft => ({
  kind,
  name: name ?? '',
  person: person ?? '',
  phone: phones[0] === undefined ? '' : phoneText(phones[0]),
  email: emails[0] ?? '',
  want: want ?? '',
})
