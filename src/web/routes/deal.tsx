import { useParams } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { contract } from '#contract.ts'
import { Facts } from '#features/clients/ui/facts.tsx'
import { People } from '#features/contacts/ui/people.tsx'
import { DossierPanel } from '#features/dossier/ui/dossier-panel.tsx'
import { DealPage } from '#features/funnel/ui/deal-page.tsx'
import { LeadPanel } from '#features/leads/ui/lead-panel.tsx'
import { useCan } from '../session.ts'

type About = ComponentProps<typeof DealPage>['AboutClient']

const AboutClient: About = ({ client }) => {
  const can = useCan()
  return (
    <>
      {can(contract.dossier.get) && client.kind === 'company' && <DossierPanel clientId={client.id} />}
      {can(contract.contacts.people) && (
        <People clientId={client.id} isCompany={client.kind === 'company'} mayEdit={client.mayEdit} />
      )}
      <Facts client={client} />
    </>
  )
}

/** The page of a deal, with what other slices know of its client. */
export function DealRoute() {
  const { dealId } = useParams({ from: '/app/deals/$dealId' })
  const can = useCan()
  return (
    <DealPage
      key={dealId}
      dealId={dealId}
      lead={can(contract.leads.get) && <LeadPanel dealId={dealId} />}
      AboutClient={AboutClient}
    />
  )
}
