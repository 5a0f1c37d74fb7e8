import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { OrderRows } from './order-rows.tsx'
import { orderTexts } from './text.ts'

/** A client's orders, the newest first. */
export function OrdersList({ clientId }: { clientId: string }) {
  const text = useTexts(orderTexts)
  const list = useInfiniteQuery({
    queryKey: ['orders', 'list', { clientId }],
    queryFn: ({ pageParam }) =>
      api.orders.list({ query: { clientId, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <section className="g-stack">
      <Answer query={list} rows={5}>
        {({ pages }) => (
          <>
            <h2>
              {text.title} <span className="g-3">{pages[0]?.count}</span>
            </h2>
            {pages[0]?.count === 0 ? (
              <p className="g-3">{text.none}</p>
            ) : (
              <OrderRows rows={pages.flatMap((page) => page.rows)} withClient={false} />
            )}
            <MoreButton of={list}>{text.more}</MoreButton>
          </>
        )}
      </Answer>
    </section>
  )
}
