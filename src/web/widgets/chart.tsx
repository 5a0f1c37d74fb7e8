import { useElementSize } from '@mantine/hooks'
import { scaleLinear } from 'd3-scale'
import { type ReactNode, useId, useState } from 'react'
import { useShortcuts } from '../shortcuts.ts'
import { useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

/** Draws in true pixels: letters keep their size however wide the chart is. */
export function Plot({
  height,
  label,
  children,
}: {
  height: number
  label: string
  children: (width: number) => ReactNode
}) {
  const { ref, width } = useElementSize()
  return (
    <div ref={ref} style={{ height }}>
      {width > 0 && (
        <svg className="g-chart" width={width} height={height} role="img" aria-label={label}>
          {children(width)}
        </svg>
      )}
    </div>
  )
}

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
  useShortcuts({ KeyT: () => setTable((before) => !before) })
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
      {isTable ? (
        <div className="g-scroll-x" tabIndex={0} role="group" aria-labelledby={titleId}>
          {table}
        </div>
      ) : (
        chart
      )}
    </section>
  )
}

type Bar = { key: string; label: string; value: number; isStrong: boolean; title: string }

const LABEL_PX = 58

/** Bars from a zero baseline; as many are labelled as there is room for. */
export function BarChart({
  bars,
  label,
  tick,
}: {
  bars: readonly Bar[]
  label: string
  tick: (value: number) => string
}) {
  const [height, left, bottom] = [168, 76, 22]
  const most = Math.max(1, ...bars.map((bar) => bar.value))
  const least = Math.min(0, ...bars.map((bar) => bar.value))
  const y = scaleLinear()
    .domain([least, most])
    .nice(3)
    .range([height - bottom, 6])
  const draw = (width: number): ReactNode => {
    const step = (width - left) / Math.max(1, bars.length)
    const every = Math.max(3, Math.ceil(LABEL_PX / step))
    return (
      <>
        {y.ticks(3).map((value) => (
          <g key={value}>
            <path d={`M${left} ${y(value)}H${width}`} stroke="var(--g-c-grid)" />
            <text x={left - 8} y={y(value) + 4} textAnchor="end">
              {tick(value)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => {
          const x = left + index * step + step * 0.12
          return (
            <g key={bar.key}>
              <rect
                x={x}
                width={step * 0.76}
                y={Math.min(y(bar.value), y(0))}
                height={Math.max(1, Math.abs(y(0) - y(bar.value)))}
                rx="2"
                fill={bar.isStrong ? 'var(--g-c-1)' : 'var(--g-c-2)'}
              >
                <title>{bar.title}</title>
              </rect>
              {index % every === 0 && width - x > LABEL_PX - 10 && (
                <text x={x} y={height - 6}>
                  {bar.label}
                </text>
              )}
            </g>
          )
        })}
      </>
    )
  }
  return (
    <Plot height={height} label={label}>
      {draw}
    </Plot>
  )
}
