import { Link, useParams } from '@tanstack/react-router'
import { contract } from '#contract.ts'
import { ClientPage } from '#features/clients/ui/client-page.tsx'
import { People } from '#features/contacts/ui/people.tsx'
import { Timeline } from '#features/contacts/ui/timeline.tsx'
import { useOwnFieldChange } from '#features/fields/ui/use-change-names.ts'
import { ClientDeals } from '#features/funnel/ui/client-deals.tsx'
import { DossierPanel } from '#features/dossier/ui/dossier-panel.tsx'
import { FillByInn } from '#features/registry/ui/fill-by-inn.tsx'
import { useFieldLabel } from '#features/history/ui/field-label.ts'
import { MonthsChart } from '#features/orders/ui/months-chart.tsx'
import { OrdersList } from '#features/orders/ui/orders-list.tsx'
import { WhyClass } from '#features/segments/ui/why-class.tsx'
import { useTexts } from '../text.ts'
import { sheetTexts } from './dossier-sheet-text.ts'
import { useCan } from '../session.ts'

/** The client page, put together of what each slice knows of a client. */
export function ClientRoute() {
  const { clientId } = useParams({ from: '/app/clients/$clientId' })
  const can = useCan()
  const text = useTexts(sheetTexts)
  const fieldLabel = useFieldLabel()
  const ownFieldChange = useOwnFieldChange()
  return (
    <ClientPage
      key={clientId}
      clientId={clientId}
      why={<WhyClass clientId={clientId} />}
      chart={
        <>
          <ClientDeals clientId={clientId} />
          <MonthsChart clientId={clientId} />
        </>
      }
      ownFieldChange={ownFieldChange}
      orders={<OrdersList clientId={clientId} />}
      contacts={
        can(contract.contacts.people)
          ? ({ mayEdit, kind }) => ({
              people: (
                <>
                  {kind === 'company' && (
                    <DossierPanel
                      clientId={clientId}
                      actions={
                        <>
                          {mayEdit && <FillByInn clientId={clientId} />}
                          <Link
                            to="/clients/$clientId/dossier/print"
                            params={{ clientId }}
                            className="g-button"
                          >
                            {text.toSheet}
                          </Link>
                        </>
                      }
                    />
                  )}
                  <People clientId={clientId} isCompany={kind === 'company'} mayEdit={mayEdit} />
                </>
              ),
              timeline: (
                <Timeline
                  clientId={clientId}
                  mayEdit={mayEdit}
                  describe={(change) =>
                    ownFieldChange(change) ?? { ...change, name: fieldLabel(change.name) }
                  }
                />
              ),
            })
          : null
      }
    />
  )
}
