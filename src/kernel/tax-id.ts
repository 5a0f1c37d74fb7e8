export type TaxIdFault = 'length' | 'digits' | 'checksum' | 'zeros' | 'start'
export type TaxIdCheck<T> = ({ ok: true } & T) | { ok: false; reason: TaxIdFault }

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const INN_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
const INN_12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

function fault(text: string, lengths: readonly number[]): TaxIdFault | null {
  if (!/^\d*$/.test(text)) return 'digits'
  if (!lengths.includes(text.length)) return 'length'
  return /^0+$/.test(text) ? 'zeros' : null
}

const weighted = (text: string, weights: readonly number[]): number =>
  (weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11) % 10

/** Checks an INN: 10 digits of a company or 12 of a person, by the weights of the tax service. All zeros pass the sum, yet are refused. */
export function checkInn(text: string): TaxIdCheck<{ inn: string; kind: 'company' | 'person' }> {
  const inn = text.trim()
  const reason = fault(inn, [10, 12])
  if (reason) return { ok: false, reason }
  const isRight =
    inn.length === 10
      ? weighted(inn, INN_10) === Number(inn[9])
      : weighted(inn, INN_11) === Number(inn[10]) && weighted(inn, INN_12) === Number(inn[11])
  return isRight
    ? { ok: true, inn, kind: inn.length === 10 ? 'company' : 'person' }
    : { ok: false, reason: 'checksum' }
}

/** Checks an OGRN (13 digits) or OGRNIP (15): all but the last modulo 11 (13), last digit of the remainder. */
export function checkOgrn(text: string): TaxIdCheck<{ ogrn: string }> {
  const ogrn = text.trim()
  const reason = fault(ogrn, [13, 15])
  if (reason) return { ok: false, reason }
  // The first digit tells the register: 1 or 5 companies, 3 sole traders.
  if (!(ogrn.length === 13 ? /^[15]/ : /^3/).test(ogrn)) return { ok: false, reason: 'start' }
  const body = BigInt(ogrn.slice(0, -1))
  const rest = Number(body % (ogrn.length === 13 ? 11n : 13n)) % 10
  return rest === Number(ogrn.at(-1)) ? { ok: true, ogrn } : { ok: false, reason: 'checksum' }
}

/** Checks the shape of a KPP; it has no check digit. */
export function checkKpp(text: string): TaxIdCheck<{ kpp: string }> {
  const kpp = text.trim().toUpperCase()
  if (kpp.length !== 9) return { ok: false, reason: 'length' }
  if (/^0+$/.test(kpp)) return { ok: false, reason: 'zeros' }
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(kpp) ? { ok: true, kpp } : { ok: false, reason: 'digits' }
}

/** The INN whose leading zero a spreadsheet swallowed: given back only when the zero makes the sum right. */
export function restoreInn(text: string): string | null {
  if (!/^(\d{9}|\d{11})$/.test(text)) return null
  const found = checkInn(`0${text}`)
  return found.ok ? found.inn : null
}
