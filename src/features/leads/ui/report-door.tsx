import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import type { CallOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { leadReportOperations } from '../report-contract.ts'
import { reportTexts } from './report-text.ts'

type Query = NonNullable<CallOf<typeof leadReportOperations.reportDeals>['query']>
/** The days that the report is about. */
export type Asked = Pick<Query, 'from' | 'to'>
/** Which deals stand behind a figure, and the words for them. */
export type Behind = { title: string; query: Omit<Query, keyof Asked> }
/** What stages are called, which another slice knows. */
export type StageName = (stageId: string) => string

export const DoorContext = createContext<(behind: Behind) => void>(() => undefined)

/** A figure counted from deals: a click opens them; of none there is nothing to open. */
export function Door({
  behind,
  isNone = false,
  children,
}: {
  behind: Behind
  isNone?: boolean
  children: ReactNode
}) {
  const open = useContext(DoorContext)
  if (isNone) return <span className="g-3">{children}</span>
  return (
    <button type="button" className="g-figure" aria-haspopup="dialog" onClick={() => open(behind)}>
      {children}
    </button>
  )
}

/** The deals behind a figure of the report. */
export function LeadsBehind({
  behind,
  asked,
  stageName,
  onClose,
}: {
  behind: Behind
  asked: Asked
  stageName: StageName
  onClose: () => void
}) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const query = { ...asked, ...behind.query }
  const list = useQuery({
    queryKey: ['leads', 'behind', query],
    queryFn: () => api.leads.reportDeals({ query }),
  })
  return (
    <Drawer title={behind.title} onClose={onClose}>
      <p className="g-sm g-2">{text.period(format.day(asked.from), format.day(asked.to))}</p>
      <Answer query={list}>
        {({ rows, count }) =>
          rows.length === 0 ? (
            <p className="g-3">{text.nothing}</p>
          ) : (
            <>
              <p>
                {text.dealCount(count)}
                {rows.length < count && <span className="g-3"> · {text.shownOf(rows.length, count)}</span>}
              </p>
              <table className="g-table">
                <tbody>
                  {rows.map(({ deal, at, minutes }) => (
                    <tr key={deal.id + at}>
                      <td>
                        <Link to="/deals/$dealId" params={{ dealId: deal.id }} className="g-plain">
                          {deal.title}
                        </Link>
                        <br />
                        <span className="g-xs g-3">
                          {[deal.clientName, deal.ownerName, stageName(deal.stageId), at && format.moment(at)]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                      </td>
                      <td className="g-num">
                        {minutes === null
                          ? deal.amountMinor === null
                            ? text.noAmount
                            : format.money(deal.amountMinor)
                          : text.span(minutes)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )
        }
      </Answer>
    </Drawer>
  )
}
