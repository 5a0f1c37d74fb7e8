import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { GradePill } from '#web/widgets/grade-pill.tsx'
import type { LeadReport } from '../report-contract.ts'
import { Door } from './report-door.tsx'
import { reportTexts } from './report-text.ts'

/** On leads of which grade talks and hours go. */
export function EffortSection({ effort }: { effort: LeadReport['effort'] }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const sum = (pick: (row: LeadReport['effort'][number]) => number): number =>
    effort.reduce((all, row) => all + pick(row), 0)
  const [touches, minutes, timed] = [sum((it) => it.touches), sum((it) => it.minutes), sum((it) => it.timed)]
  const shareOf = (part: number, all: number): string => (all === 0 ? '–' : format.share(part / all))
  if (touches === 0) return null
  return (
    <section className="g-stack-tight">
      <h2>{text.effort}</h2>
      <p className="g-xs g-3">{text.effortNote(touches)}</p>
      <table className="g-table">
        <thead>
          <tr>
            <th>{text.grade}</th>
            <th className="g-num">{text.talks}</th>
            <th className="g-num">{text.hours}</th>
          </tr>
        </thead>
        <tbody>
          {effort.map((row) => {
            const grade = row.grade ?? 'none'
            const title = `${row.grade ?? text.noGrade}: ${text.talks}`
            return (
              <tr key={grade}>
                <td>{row.grade ? <GradePill grade={row.grade} /> : text.noGrade}</td>
                <td className="g-num">
                  <Door behind={{ title, query: { figure: 'talked', grade } }}>
                    {format.number(row.touches)}
                  </Door>{' '}
                  <span className="g-xs g-3">{shareOf(row.touches, touches)}</span>
                </td>
                <td className="g-num">
                  {row.timed === 0 ? (
                    <span className="g-3">–</span>
                  ) : (
                    <>
                      {text.span(row.minutes)}{' '}
                      <span className="g-xs g-3">{shareOf(row.minutes, minutes)}</span>
                    </>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className="g-xs g-3">
        {text.timed(timed, touches)}. {text.hoursNote}
      </p>
    </section>
  )
}
