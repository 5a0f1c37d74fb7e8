import { useQuery } from '@tanstack/react-query'
import { scaleLinear } from 'd3-scale'
import type { OutputOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { ChartWithTable, Plot } from '#web/widgets/chart.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { segmentsContract } from '../contract.ts'
import { segmentTexts } from './text.ts'

type Curve = OutputOf<typeof segmentsContract.curve>
const [height, left, bottom] = [190, 30, 26]

function Drawing({ curve, width }: { curve: Curve; width: number }) {
  const x = scaleLinear()
    .domain([0, Math.max(1, curve.clients)])
    .range([left, width - 6])
  const y = scaleLinear()
    .domain([0, 1])
    .range([height - bottom, 10])
  const line = curve.points.flatMap((point) => ['L', x(point.rank), y(point.share)])
  const { A, B, C } = curve.classes
  const zones = [
    { letter: 'A', from: 0, to: A, count: A, fill: 'var(--g-c-3)' },
    { letter: 'B', from: A, to: A + B, count: B, fill: 'var(--g-steel-soft)' },
    { letter: 'C', from: A + B, to: A + B + C, count: C, fill: 'none' },
  ]
  return (
    <>
      {zones.map((zone) => (
        <g key={zone.letter}>
          <rect
            x={x(zone.from)}
            y={10}
            width={Math.max(0, x(zone.to) - x(zone.from))}
            height={height - bottom - 10}
            fill={zone.fill}
            opacity="0.5"
          />
          {x(zone.to) - x(zone.from) > 44 && (
            <text
              className="is-strong"
              x={(x(zone.from) + x(zone.to)) / 2}
              y={height - bottom - 8}
              textAnchor="middle"
            >
              {zone.letter} {zone.count}
            </text>
          )}
        </g>
      ))}
      {[0, 0.5, curve.shareA, curve.shareB].map((share) => (
        <g key={share}>
          <path
            d={`M${left} ${y(share)}H${width - 6}`}
            stroke="var(--g-line-2)"
            strokeDasharray={share > 0.5 ? '3 3' : undefined}
          />
          <text x={left - 5} y={y(share) + 4} textAnchor="end">
            {Math.round(share * 100)}
          </text>
        </g>
      ))}
      <path d={['M', x(0), y(0), ...line].join(' ')} fill="none" stroke="var(--g-c-1)" strokeWidth="2" />
      <text x={left} y={height - 8}>
        0
      </text>
      <text x={width - 6} y={height - 8} textAnchor="end">
        {curve.clients}
      </text>
    </>
  )
}

function Chart({ curve }: { curve: Curve }) {
  const text = useTexts(segmentTexts)
  const { A, B, C } = curve.classes
  return (
    <Plot height={height} label={`${text.curve}: A ${A}, B ${B}, C ${C}`}>
      {(width) => <Drawing curve={curve} width={width} />}
    </Plot>
  )
}

/** The ABC curve with its table. */
export function AbcCurve() {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const curve = useQuery({ queryKey: ['segments', 'curve'], queryFn: () => api.segments.curve() })
  return (
    <Answer query={curve} rows={5}>
      {(data) => (
        <ChartWithTable
          title={text.curve}
          chart={
            <div className="g-stack-tight">
              <Chart curve={data} />
              <span className="g-xs g-3">{text.curveAxis}</span>
              <span className="g-xs g-2">
                {text.rule(format.share(data.shareA, 0), format.share(data.shareB, 0))}
              </span>
            </div>
          }
          table={
            <table className="g-table">
              <thead>
                <tr>
                  <th className="g-num">{text.rank}</th>
                  <th className="g-num">{text.shareUpTo}</th>
                </tr>
              </thead>
              <tbody>
                {data.points.map((point) => (
                  <tr key={point.rank}>
                    <td className="g-num">{format.number(point.rank)}</td>
                    <td className="g-num">{format.share(point.share)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          }
        />
      )}
    </Answer>
  )
}
