import { findPhoneNumbersInText, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** A phone number in E.164 (+74951234567), read with the country of the workspace; null when it can be none. */
export function normalisePhone(text: string, country: string): string | null {
  const home = isSupportedCountry(country) ? country : undefined
  const found = parsePhoneNumberFromString(text, home)
  return found?.isPossible() ? found.number : null
}

/** The phone numbers that stand in a text, in E.164, with their places in it. */
export function findPhones(text: string, country: string): { phone: string; from: number; to: number }[] {
  const found = findPhoneNumbersInText(text, isSupportedCountry(country) ? country : undefined)
  return found.map(({ number, startsAt, endsAt }) => ({ phone: number.number, from: startsAt, to: endsAt }))
}
