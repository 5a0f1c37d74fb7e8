import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { ControlSum, Preview } from '../contract.ts'
import { importTexts } from './text.ts'

function Line({ label, sum, sign }: { label: string; sum: ControlSum; sign: 1 | -1 }) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const money = (minor: number): string => format.money(minor === 0 ? 0 : sign * minor, true)
  const difference = sum.writtenMinor - sum.fileMinor
  return (
    <tr>
      <td className="g-strong">{label}</td>
      <td className="g-num">{format.number(sum.rows)}</td>
      <td className="g-num">{money(sum.fileMinor)}</td>
      <td className="g-num">{money(sum.writtenMinor)}</td>
      <td className="g-num">{money(difference)}</td>
      <td>
        {sum.reasons.length === 0 ? (
          <State kind={difference === 0 ? 'good' : 'warn'}>{difference === 0 ? text.agrees : '?'}</State>
        ) : (
          <span className="g-stack-tight">
            {sum.reasons.map((it) => (
              <State
                key={it.code}
                kind={it.code === 'skipped' || it.code === 'rounding' ? 'planned' : 'warn'}
              >
                {text.sumReasons[it.code](format.number(it.rows), it.rows)}: {money(-it.amountMinor)}
              </State>
            ))}
          </span>
        )}
      </td>
    </tr>
  )
}

/** The money of the file beside the money that is written, with what makes the difference. */
export function ControlSums({ preview }: { preview: Preview }) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const { sales, returns } = preview.control
  return (
    <section className="g-stack">
      <div className="g-row-wide">
        <h2>{text.sumsTitle}</h2>
        <span className="g-sm g-3">{text.sumsNote}</span>
      </div>
      {/* Scrolls sideways, so the keyboard must reach it. */}
      <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.sumsTitle}>
        <table className="g-table">
          <thead>
            <tr>
              <th>{text.sum}</th>
              <th className="g-num">{text.rowCount}</th>
              <th className="g-num">{text.sumInFile}</th>
              <th className="g-num">{text.sumWritten}</th>
              <th className="g-num">{text.sumDifference}</th>
              <th>{text.sumWhy}</th>
            </tr>
          </thead>
          <tbody>
            <Line label={text.sales} sum={sales} sign={1} />
            {returns.rows > 0 && <Line label={text.returned} sum={returns} sign={-1} />}
          </tbody>
        </table>
      </div>
      <p className="g-sm g-2">
        {text.total}:{' '}
        <span className="g-strong">{format.money(sales.writtenMinor - returns.writtenMinor, true)}</span>
      </p>
    </section>
  )
}
