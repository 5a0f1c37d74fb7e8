import { normalisePhone } from '#kernel/phone.ts'
import { Refusal } from '#kernel/refusal.ts'

const emailShape = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/
const unique = (values: string[]): string[] => [...new Set(values)]

/** Phones in E.164, e-mails in lower case, each once; refuses the first that is none. */
export function checkPhones(phones: readonly string[], country: string): string[] {
  return unique(
    phones
      .filter((it) => it !== '')
      .map((value) => {
        const phone = normalisePhone(value, country)
        if (phone === null) throw new Refusal('badPhone', { field: 'phones', value })
        return phone
      }),
  )
}

/** The same for e-mails. */
export function checkEmails(emails: readonly string[]): string[] {
  return unique(
    emails
      .filter((it) => it !== '')
      .map((value) => {
        if (!emailShape.test(value)) throw new Refusal('badEmail', { field: 'emails', value })
        return value.toLowerCase()
      }),
  )
}
