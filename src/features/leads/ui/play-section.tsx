import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { LeadFigure, LeadReport } from '../report-contract.ts'
import { RateCell } from './rate-cell.tsx'
import { Door } from './report-door.tsx'
import { reportTexts } from './report-text.ts'
import { leadTexts } from './text.ts'

type Play = LeadReport['plays'][number]

function Verdict({ versus }: { versus: Play['wonVersus'] }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  if (!versus) return null
  const points = (share: number): string => format.number(share * 100, 1)
  return (
    <div className="g-xs g-3" title={text.difference(points(versus.low), points(versus.high))}>
      {text.verdicts[versus.kind]}
    </div>
  )
}

/** What reasons to decide brought, each kind beside Bs that had none. */
export function PlaySection({ report: { plays, withoutPlay } }: { report: LeadReport }) {
  const text = useTexts(reportTexts)
  const words = useTexts(leadTexts)
  const format = useFormat()
  const given = plays.filter((it) => it.of > 0)
  const cells = (
    name: string,
    row: Pick<Play, 'of' | 'becameA' | 'won'>,
    figures: readonly [LeadFigure, LeadFigure, LeadFigure],
    query: { kind?: Play['kind'] },
    versus?: Pick<Play, 'becameAVersus' | 'wonVersus'>,
  ) => (
    <>
      <td className="g-num">
        <Door behind={{ title: name, query: { figure: figures[0], ...query } }} isNone={row.of === 0}>
          {format.number(row.of)}
        </Door>
      </td>
      <td>
        <RateCell
          rate={row.becameA}
          behind={{ title: `${name}: ${text.becameA}`, query: { figure: figures[1], ...query } }}
        />
        {versus && <Verdict versus={versus.becameAVersus} />}
      </td>
      <td>
        <RateCell
          rate={row.won}
          behind={{ title: `${name}: ${text.won}`, query: { figure: figures[2], ...query } }}
        />
        {versus && <Verdict versus={versus.wonVersus} />}
      </td>
    </>
  )
  return (
    <section className="g-stack">
      <h2>{text.plays}</h2>
      <p className="g-sm g-2">{given.length === 0 ? text.playsNone : text.playsNote}</p>
      {(given.length > 0 || withoutPlay.of > 0) && (
        <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.plays}>
          <table className="g-table">
            <thead>
              <tr>
                <th>{text.play}</th>
                <th className="g-num">{text.deals}</th>
                <th>{text.becameA}</th>
                <th>{text.won}</th>
              </tr>
            </thead>
            <tbody>
              {given.map((row) => (
                <tr key={row.kind}>
                  <td>{words.playKinds[row.kind]}</td>
                  {cells(
                    words.playKinds[row.kind],
                    row,
                    ['played', 'playedBecameA', 'playedWon'],
                    { kind: row.kind },
                    row,
                  )}
                </tr>
              ))}
              <tr>
                <td className="g-2">{text.withoutPlay}</td>
                {cells(text.withoutPlay, withoutPlay, ['alone', 'aloneBecameA', 'aloneWon'], {})}
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
