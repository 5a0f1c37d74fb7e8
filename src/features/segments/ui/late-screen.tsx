import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { ClassStamp, Rhythm } from '#web/widgets/marks.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import { segmentTexts } from './text.ts'

/** Clients silent longer than usual, by the money at stake. */
export function LateScreen() {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const list = useInfiniteQuery({
    queryKey: ['segments', 'late'],
    queryFn: ({ pageParam }) => api.segments.late({ query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const first = list.data?.pages[0]
  return (
    <Page
      title={text.lateTitle}
      note={
        first &&
        `${format.number(first.count)} · ${text.atStake.toLowerCase()} ${format.moneyShort(first.atStakeMinor)}`
      }
    >
      <BaseViews current="late" />
      <p className="g-sm g-2">
        {text.lateNote}. {text.atStakeNote}
      </p>
      <Answer query={list}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows)
          if (rows.length === 0) return <Empty title={text.nobodyLate}>{text.nobodyLateText}</Empty>
          return (
            <div className="g-scroll-x">
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.client}</th>
                    <th className="g-hide-phone">{text.rhythm}</th>
                    <th className="g-num">{text.atStake}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td>
                        <span className="g-row">
                          <ClassStamp value={row.valueClass} />
                          <span>
                            <Link to="/clients/$clientId" params={{ clientId: row.id }} className="g-plain">
                              {row.name}
                            </Link>
                            <br />
                            <span className="g-xs g-3">
                              {row.gapDays !== null &&
                                row.daysSince !== null &&
                                text.lateRow(text.days(Math.round(row.gapDays)), text.days(row.daysSince))}
                            </span>
                          </span>
                        </span>
                      </td>
                      <td className="g-hide-phone">
                        <Rhythm state={row.rhythm} ratio={row.rhythmRatio} />
                      </td>
                      <td className="g-num">
                        <Figure
                          evidence={{
                            title: text.atStakeTitle(row.name),
                            note: text.atStakeNote,
                            orders: { clientId: row.id, ...(first?.asOf && { to: first.asOf }) },
                          }}
                        >
                          {format.money(row.atStakeMinor ?? 0)}
                        </Figure>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <MoreButton of={list}>{text.more}</MoreButton>
            </div>
          )
        }}
      </Answer>
    </Page>
  )
}
