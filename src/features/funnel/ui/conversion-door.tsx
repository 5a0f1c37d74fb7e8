import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import type { CallOf } from '#kernel/operation.ts'
import { dayOf } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { conversionContract } from '../conversion-contract.ts'
import { conversionTexts } from './conversion-text.ts'
import { useNames } from './use-pipelines.ts'

type Query = NonNullable<CallOf<typeof conversionContract.deals>['query']>
export type Asked = Pick<Query, 'pipelineId' | 'from' | 'to'>
/** Which deals stand behind a figure, and the words for them. */
export type Behind = {
  title: string
  note?: string
  /** where it is not that of the screen */
  period?: { from: string; to: string }
  query: Omit<Query, keyof Asked | 'cursor'>
}

export const DoorContext = createContext<(behind: Behind) => void>(() => undefined)

const standing = ['openNow', 'overNorm', 'noHistory']

/** A figure counted from deals: a click opens them. */
export function Door({
  children,
  behind,
  isText = false,
}: {
  children: ReactNode
  behind: Behind
  isText?: boolean
}) {
  const open = useContext(DoorContext)
  return (
    <button type="button" className={isText ? 'g-figure is-text' : 'g-figure'} onClick={() => open(behind)}>
      {children}
    </button>
  )
}

/** The deals behind a figure: the words, how many, their sum, the deals. */
export function DealsBehind({
  behind,
  asked,
  onClose,
}: {
  behind: Behind
  asked: Asked
  onClose: () => void
}) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useNames()
  const { timeZone } = useSession().workspace
  const { from, to } = behind.period ?? asked
  const query = { ...asked, from, to, ...behind.query }
  const list = useInfiniteQuery({
    queryKey: ['conversion', 'deals', query],
    queryFn: ({ pageParam }) =>
      api.conversion.deals({ query: { ...query, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Drawer title={behind.title} onClose={onClose}>
      <p className="g-sm g-2">
        {[
          behind.note,
          !standing.includes(behind.query.figure) && text.period(format.day(from), format.day(to)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Answer query={list}>
        {({ pages }) => {
          const first = pages[0]
          const rows = pages.flatMap((page) => page.rows)
          if (!first || rows.length === 0) return <p className="g-3">{text.noDeals}</p>
          return (
            <>
              <div className="g-spread">
                <span>{text.deals(first.count)}</span>
                <span className="g-strong">{format.money(first.sumMinor)}</span>
              </div>
              <table className="g-table">
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td>
                        <Link to="/deals/$dealId" params={{ dealId: row.id }} className="g-plain">
                          {row.title}
                        </Link>
                        <br />
                        <span className="g-xs g-3">
                          {[
                            row.clientName,
                            row.ownerName,
                            names.stageName(row.stageId),
                            row.at && text.reachedOn(format.day(dayOf(row.at, timeZone))),
                          ]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                      </td>
                      <td className="g-num">
                        {row.amountMinor === null ? (
                          <span className="g-3">{text.noAmount}</span>
                        ) : (
                          format.money(row.amountMinor)
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <MoreButton of={list}>{text.moreDeals}</MoreButton>
            </>
          )
        }}
      </Answer>
    </Drawer>
  )
}
