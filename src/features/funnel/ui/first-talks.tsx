import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OutputOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import type { conversionContract } from '../conversion-contract.ts'
import { compareRates } from '../domain/compare-rates.ts'
import { type BehindTalks, FirstTalkDrawer } from './first-talk-drawer.tsx'
import { firstTalkTexts } from './first-talk-text.ts'
import { RateText } from './rate-text.tsx'

type Rows = OutputOf<typeof conversionContract.firstTalks>['rows']

/** Whether those with a dossier went on more often than those let through without one. */
function Verdict({ rows }: { rows: Rows }) {
  const text = useTexts(firstTalkTexts)
  const format = useFormat()
  const rateOf = (group: 'complete' | 'waived') => rows.find((it) => it.group === group)?.moved
  const [one, other] = [rateOf('complete'), rateOf('waived')]
  const found = one && other && compareRates(one, other)
  if (!found) return null
  const points = (share: number): string => format.number(share * 100, 1)
  const [low, high] = found.kind === 'lower' ? [-found.high, -found.low] : [found.low, found.high]
  return <p>{text[found.kind](points(low), points(high))}</p>
}

function Figures({ rows, onOpen }: { rows: Rows; onOpen: (behind: BehindTalks) => void }) {
  const text = useTexts(firstTalkTexts)
  const format = useFormat()
  const door = (behind: BehindTalks, count: number) =>
    count === 0 ? (
      format.number(0)
    ) : (
      <button type="button" className="g-figure" onClick={() => onOpen(behind)}>
        {format.number(count)}
      </button>
    )
  return (
    <div className="g-scroll-x">
      <table className="g-table">
        <thead>
          <tr>
            <th>{text.how}</th>
            <th className="g-num">{text.companies}</th>
            <th>{text.movedOn}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ group, moved }) => group !== 'unasked' || moved.of > 0)
            .map(({ group, moved }) => (
              <tr key={group}>
                <td>{text.groups[group]}</td>
                <td className="g-num">{door({ group, isMoved: false }, moved.of)}</td>
                <td>
                  {door({ group, isMoved: true }, moved.count)}
                  {moved.of > 0 && (
                    <>
                      {' · '}
                      <RateText rate={moved} />
                    </>
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

/** First talks of a period: what became of those with a dossier and of those without. */
export function FirstTalks({ from, to }: { from: string; to: string }) {
  const text = useTexts(firstTalkTexts)
  const [behind, setBehind] = useState<BehindTalks | null>(null)
  const talks = useQuery({
    queryKey: ['conversion', 'firstTalks', { from, to }],
    queryFn: () => api.conversion.firstTalks({ query: { from, to } }),
  })
  return (
    <section className="g-stack">
      <h2>{text.title}</h2>
      <Answer query={talks} rows={2}>
        {({ rows }) =>
          rows.every(({ moved }) => moved.of === 0) ? (
            <p className="g-sm g-3">{text.none}</p>
          ) : (
            <>
              <Figures rows={rows} onOpen={setBehind} />
              <Verdict rows={rows} />
              <p className="g-xs g-3">{text.note}</p>
            </>
          )
        }
      </Answer>
      {behind && <FirstTalkDrawer behind={behind} from={from} to={to} onClose={() => setBehind(null)} />}
    </section>
  )
}
