import type { contract } from '#contract.ts'
import { clientsProbes, contactsProbes, duplicatesProbes, viewsProbes } from './clients.ts'
import { conversionProbes } from './conversion.ts'
import { dossierProbes } from './dossier.ts'
import { fieldsProbes } from './fields.ts'
import { formsProbes } from './forms.ts'
import { funnelProbes } from './funnel.ts'
import { leadsProbes } from './leads.ts'
import { registryProbes } from './registry.ts'
import { ordersProbes, segmentsProbes } from './orders.ts'
import type { ProbesOf } from './probe.ts'
import { teamProbes, tokensProbes } from './team.ts'
import {
  backupsProbes,
  demoProbes,
  historyProbes,
  importsProbes,
  liveProbes,
  webhooksProbes,
} from './workspace.ts'

type Contract = typeof contract

/** A probe for every operation of the contract; what has none does not compile. How to add one is told in probe.ts. */
export const probes = {
  team: teamProbes,
  history: historyProbes,
  tokens: tokensProbes,
  backups: backupsProbes,
  fields: fieldsProbes,
  clients: clientsProbes,
  views: viewsProbes,
  dossier: dossierProbes,
  contacts: contactsProbes,
  orders: ordersProbes,
  segments: segmentsProbes,
  funnel: funnelProbes,
  conversion: conversionProbes,
  leads: leadsProbes,
  registry: registryProbes,
  forms: formsProbes,
  imports: importsProbes,
  duplicates: duplicatesProbes,
  webhooks: webhooksProbes,
  demo: demoProbes,
  live: liveProbes,
} satisfies { [Slice in keyof Contract]: ProbesOf<Contract[Slice]> }
