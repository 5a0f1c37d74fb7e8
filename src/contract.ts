import { demoContract } from './demo/contract.ts'
import { backupsContract } from './features/backups/contract.ts'
import { clientsContract } from './features/clients/contract.ts'
import { viewsContract } from './features/clients/views-contract.ts'
import { contactsContract } from './features/contacts/contract.ts'
import { dossierContract } from './features/dossier/contract.ts'
import { duplicatesContract } from './features/duplicates/contract.ts'
import { fieldsContract } from './features/fields/contract.ts'
import { formsContract } from './features/forms/contract.ts'
import { funnelContract } from './features/funnel/contract.ts'
import { conversionContract } from './features/funnel/conversion-contract.ts'
import { historyContract } from './features/history/contract.ts'
import { importsContract } from './features/imports/contract.ts'
import { leadsContract } from './features/leads/contract.ts'
import { quickContract } from './features/leads/quick-contract.ts'
import { ordersContract } from './features/orders/contract.ts'
import { registryContract } from './features/registry/contract.ts'
import { segmentsContract } from './features/segments/contract.ts'
import { teamContract } from './features/team/contract.ts'
import { tokensContract } from './features/tokens/contract.ts'
import { webhooksContract } from './features/webhooks/contract.ts'
import { liveContract } from './server/live-contract.ts'

/** Every operation of Gorn; the server registers them, the web client calls them, the API document lists them. */
export const contract = {
  team: teamContract,
  history: historyContract,
  tokens: tokensContract,
  backups: backupsContract,
  fields: fieldsContract,
  clients: clientsContract,
  views: viewsContract,
  dossier: dossierContract,
  contacts: contactsContract,
  orders: ordersContract,
  segments: segmentsContract,
  funnel: funnelContract,
  conversion: conversionContract,
  leads: { ...leadsContract, ...quickContract },
  registry: registryContract,
  forms: formsContract,
  imports: importsContract,
  duplicates: duplicatesContract,
  webhooks: webhooksContract,
  demo: demoContract,
  live: liveContract,
}
