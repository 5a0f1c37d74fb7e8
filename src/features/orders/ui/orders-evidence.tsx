import { useInfiniteQuery } from '@tanstack/react-query'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import type { Evidence } from '#web/widgets/evidence.tsx'
import { ExportButton } from '#web/widgets/export-button.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { orderSearch } from './order-search.ts'
import { OrderRows } from './order-rows.tsx'
import { orderTexts } from './text.ts'

/** The rows behind a figure: the definition, the orders, their sum. */
export function OrdersEvidence({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  const text = useTexts(orderTexts)
  const format = useFormat()
  const list = useInfiniteQuery({
    queryKey: ['orders', 'list', evidence.orders],
    queryFn: ({ pageParam }) =>
      api.orders.list({
        query: { ...orderSearch(evidence.orders), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const { from, to } = evidence.orders
  return (
    <Drawer title={evidence.title} onClose={onClose} isWide>
      <p className="g-sm g-2">
        {evidence.note} {from && to && `${format.day(from)} – ${format.day(to)}.`}
      </p>
      <Answer query={list}>
        {({ pages }) => {
          const first = pages[0]
          const rows = pages.flatMap((page) => page.rows)
          if (!first || rows.length === 0) return <p className="g-3">{text.none}</p>
          return (
            <>
              <div className="g-spread">
                <span>{text.count(first.count)}</span>
                <span>
                  <span className="g-3 g-sm">{text.net} </span>
                  <span className="g-strong">{format.money(first.turnoverMinor, true)}</span>
                </span>
              </div>
              <OrderRows rows={rows} withClient={evidence.orders.clientId === undefined} />
              <div>
                <ExportButton
                  label={text.export}
                  offers={[
                    {
                      label: text.exports.orders,
                      operation: contract.orders.exportFile,
                      query: orderSearch(evidence.orders),
                    },
                    {
                      label: text.exports.lines,
                      operation: contract.orders.exportLines,
                      query: orderSearch(evidence.orders),
                    },
                  ]}
                />
              </div>
              <MoreButton of={list}>{text.more}</MoreButton>
            </>
          )
        }}
      </Answer>
    </Drawer>
  )
}
