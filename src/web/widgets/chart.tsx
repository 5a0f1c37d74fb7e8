import { scaleLinear } from 'd3-scale'
import { type ReactNode, useId, useState } from 'react'
import { useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

/** A chart and its twin: the same data as a table, one switch apart. */
export function ChartWithTable({
  title,
  note,
  chart,
  table,
}: {
  title: string
  note?: ReactNode
  chart: ReactNode
  table: ReactNode
}) {
  const text = useTexts(widgetTexts)
  const [isTable, setTable] = useState(false)
  const titleId = useId()
  return (
    <section className="g-stack" aria-labelledby={titleId}>
      <div className="g-spread">
        <div className="g-row-wide">
          <h2 id={titleId}>{title}</h2>
          {note && <span className="g-sm g-3">{note}</span>}
        </div>
        <span className="g-segmented">
          <button type="button" aria-pressed={!isTable} onClick={() => setTable(false)}>
            {text.chart}
          </button>
          <button type="button" aria-pressed={isTable} onClick={() => setTable(true)}>
            {text.table}
          </button>
        </span>
      </div>
      {isTable ? <div className="g-scroll-x">{table}</div> : chart}
    </section>
  )
}

type Bar = { key: string; label: string; value: number; isStrong: boolean; title: string }

/** Bars from a zero baseline; every third is labelled. */
export function BarChart({
  bars,
  label,
  tick,
}: {
  bars: readonly Bar[]
  label: string
  tick: (value: number) => string
}) {
  const [width, height, left, bottom] = [720, 150, 84, 22]
  const most = Math.max(1, ...bars.map((bar) => bar.value))
  const least = Math.min(0, ...bars.map((bar) => bar.value))
  const y = scaleLinear()
    .domain([least, most])
    .nice(3)
    .range([height - bottom, 6])
  const step = (width - left) / Math.max(1, bars.length)
  return (
    <svg className="g-chart" viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={label}>
      {y.ticks(3).map((value) => (
        <g key={value}>
          <path d={`M${left} ${y(value)}H${width}`} stroke="var(--g-c-grid)" />
          <text x={left - 8} y={y(value) + 4} textAnchor="end">
            {tick(value)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        const top = Math.min(y(bar.value), y(0))
        return (
          <g key={bar.key}>
            <rect
              x={left + index * step + step * 0.12}
              width={step * 0.76}
              y={top}
              height={Math.max(1, Math.abs(y(0) - y(bar.value)))}
              rx="2"
              fill={bar.isStrong ? 'var(--g-c-1)' : 'var(--g-c-2)'}
            >
              <title>{bar.title}</title>
            </rect>
            {index % 3 === 0 && (
              <text x={left + index * step + step * 0.12} y={height - 6}>
                {bar.label}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
