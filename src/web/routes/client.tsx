import { useParams } from '@tanstack/react-router'
import { ClientPage } from '#features/clients/ui/client-page.tsx'
import { MonthsChart } from '#features/orders/ui/months-chart.tsx'
import { OrdersList } from '#features/orders/ui/orders-list.tsx'
import { WhyClass } from '#features/segments/ui/why-class.tsx'

/** The client page, put together of what each slice knows of a client. */
export function ClientRoute() {
  const { clientId } = useParams({ from: '/app/clients/$clientId' })
  return (
    <ClientPage
      key={clientId}
      clientId={clientId}
      why={<WhyClass clientId={clientId} />}
      chart={<MonthsChart clientId={clientId} />}
      orders={<OrdersList clientId={clientId} />}
    />
  )
}
