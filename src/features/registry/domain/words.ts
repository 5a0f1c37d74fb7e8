import { formatDay, type Language } from '#kernel/format.ts'
import type { Company } from './company.ts'

type Status = NonNullable<Company['status']>

const statusWords: Record<Language, Record<Status, string>> = {
  ru: {
    active: 'действует',
    liquidating: 'ликвидируется',
    liquidated: 'ликвидирована',
    bankrupt: 'банкротство',
    reorganizing: 'реорганизуется',
  },
  en: {
    active: 'active',
    liquidating: 'being liquidated',
    liquidated: 'liquidated',
    bankrupt: 'bankrupt',
    reorganizing: 'being reorganised',
  },
}
const accounts: Record<Language, (year: number) => string> = {
  ru: (year) => `отчётность за ${year} год`,
  en: (year) => `accounts for ${year}`,
}

/** Whether a company works, as its dossier tells it; with the day it was closed. */
export function statusText(language: Language, { status, liquidatedOn }: Company): string | null {
  if (status === null) return null
  const day = status === 'liquidated' && liquidatedOn ? ` ${formatDay(language, liquidatedOn)}` : ''
  return statusWords[language][status] + day
}

/** The register by its name: DaData, or where else it is asked. */
export function registerName(url: string): string {
  const host = new URL(url).hostname
  return host === 'dadata.ru' || host.endsWith('.dadata.ru') ? 'DaData' : host
}

/** Where the revenue was read: the register and the year of the accounts. */
export function revenueSource(language: Language, register: string, year: number | null): string {
  return year === null ? register : `${register}, ${accounts[language](year)}`
}
