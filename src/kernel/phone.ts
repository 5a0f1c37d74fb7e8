import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** A phone number in E.164 (+74951234567), read with the country of the workspace; null when it can be none. */
export function normalisePhone(text: string, country: string): string | null {
  const home = isSupportedCountry(country) ? country : undefined
  const found = parsePhoneNumberFromString(text, home)
  return found?.isPossible() ? found.number : null
}
