import * as backups from './features/backups/ui/refusals.ts'
import * as clients from './features/clients/ui/refusals.ts'
import * as contacts from './features/contacts/ui/refusals.ts'
import * as dossier from './features/dossier/ui/refusals.ts'
import * as duplicates from './features/duplicates/ui/refusals.ts'
import * as fields from './features/fields/ui/refusals.ts'
import * as forms from './features/forms/ui/refusals.ts'
import * as funnel from './features/funnel/ui/refusals.ts'
import * as history from './features/history/ui/refusals.ts'
import * as imports from './features/imports/ui/refusals.ts'
import * as leads from './features/leads/ui/refusals.ts'
import * as orders from './features/orders/ui/refusals.ts'
import * as registry from './features/registry/ui/refusals.ts'
import * as segments from './features/segments/ui/refusals.ts'
import * as team from './features/team/ui/refusals.ts'
import * as tokens from './features/tokens/ui/refusals.ts'
import * as webhooks from './features/webhooks/ui/refusals.ts'
import type { Language } from './kernel/format.ts'

type Sentences = Record<string, (data: Record<string, unknown>) => string>

const slices: { ru: Sentences; en: Sentences }[] = [
  team,
  history,
  tokens,
  fields,
  clients,
  dossier,
  contacts,
  orders,
  segments,
  funnel,
  leads,
  forms,
  registry,
  imports,
  duplicates,
  backups,
  webhooks,
]

/** Every code that has a sentence, for the test that compares it with what the contract may refuse. */
export const refusalCodes = (language: Language): string[] =>
  slices.flatMap((slice) => Object.keys(slice[language]))

/** The sentence for a refusal in the reader's language; a code without one is shown as it is. */
export function refusalText(language: Language, code: string, data: Record<string, unknown> = {}): string {
  for (const slice of slices) {
    const sentence = slice[language][code]
    if (sentence) return sentence(data)
  }
  return code
}

/** The sentence of a code with the names of its data where their values will stand, for the document of the API. */
export function refusalTemplate(code: string): string {
  const names = new Proxy(
    {},
    { get: (_none, name) => (String(name).endsWith('Seconds') ? 60 : `{${String(name)}}`) },
  )
  // A number that is yet to come.
  return refusalText('en', code, names).replaceAll('NaN', 'N')
}
