import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDay } from '#kernel/format.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { SelectField } from '#web/widgets/field.tsx'
import { State } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { type Breakdown, type BreakdownGroup, breakdowns, type CohortStage } from '../conversion-contract.ts'
import { compareRates, type Counted } from '../domain/compare-rates.ts'
import { rateOf } from '../domain/wilson.ts'
import { type Asked, Door } from './conversion-door.tsx'
import type { ConversionSearch } from './conversion-search.ts'
import { conversionTexts } from './conversion-text.ts'
import { RateText } from './rate-text.tsx'
import { nameOf } from '../domain/preset-names.ts'
import { stageTexts } from './stage-text.ts'

type Line = Counted & { key: string | null; name: string }
/** More groups than that are no comparison but a list. */
const MOST_GROUPS = 2000
const kinds = { higher: 'good', lower: 'bad', notDistinguishable: 'planned' } as const

function usePartName(by: Breakdown): (group: BreakdownGroup) => string {
  const text = useTexts(conversionTexts)
  const { language } = useFormat()
  return ({ key, name }) => {
    if (by === 'rep') return name ?? text.nobody
    if (by === 'source') return key ?? text.noSource
    if (by === 'month') return formatDay(language, `${key}-01`, 'month')
    if (by === 'grade') return key === null ? text.noGrade : text.gradeOf(key)
    return key === 'none' || key === null ? text.noClass : text.classOf(key)
  }
}

type Compared = { line: Line; lines: readonly Line[]; all: Counted; base: string | undefined }

function Verdict({ line, lines, all, base }: Compared) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const chosen = lines.find((it) => (it.key ?? '') === base)
  if (chosen === line) return <span className="g-3">{text.verdicts.base}</span>
  // All others together are also those that are not listed.
  const against = chosen ?? { count: all.count - line.count, of: all.of - line.of }
  const found = compareRates(line, against)
  if (!found) return <span className="g-3">–</span>
  const points = (share: number): string => format.number(share * 100, 1)
  return (
    <span className="g-stack-tight">
      <State kind={kinds[found.kind]}>{text.verdicts[found.kind]}</State>
      <span className="g-xs g-3">{text.difference(points(found.low), points(found.high))}</span>
    </span>
  )
}

/** The same shares parted by rep, source, month or class, and which of them can be told apart. */
export function BreakdownTable({
  asked,
  search,
  stages,
}: {
  asked: Asked
  search: ConversionSearch
  stages: readonly CohortStage[]
}) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useTexts(stageTexts)
  const navigate = useNavigate()
  const by = search.by ?? 'rep'
  const partName = usePartName(by)
  const [isWhole, setWhole] = useState(false)
  const most = isWhole ? MOST_GROUPS : undefined
  const query = useQuery({
    queryKey: ['conversion', 'breakdown', asked, by, isWhole],
    queryFn: () => api.conversion.breakdown({ query: { ...asked, by, ...(most && { most }) } }),
  })
  const open = stages.filter((it) => it.kind === 'open')
  const stage = open.find((it) => it.stageId === search.stageId)
  const entry = stage ?? open[0]
  const go = (to: Partial<ConversionSearch>) =>
    void navigate({ to: '/funnel', search: { ...search, ...to }, replace: true, resetScroll: false })
  const countedOf = (of: BreakdownGroup['stages']): Counted | null => {
    const own = of.find((it) => it.stageId === entry?.stageId)
    return own ? { count: stage ? own.advanced : own.won, of: own.entered } : null
  }
  const linesOf = (rows: readonly BreakdownGroup[]): Line[] =>
    rows.flatMap((group) => {
      const counted = countedOf(group.stages)
      return counted ? [{ key: group.key, name: partName(group), ...counted }] : []
    })
  return (
    <section className="g-stack">
      <div className="g-spread g-wrap">
        <h2>{text.breakdown}</h2>
        <span className="g-segmented" role="group" aria-label={text.breakdown}>
          {breakdowns.map((it) => (
            <button
              key={it}
              type="button"
              aria-pressed={it === by}
              onClick={() => go({ by: it, base: undefined })}
            >
              {text.by[it]}
            </button>
          ))}
        </span>
      </div>
      <Answer query={query} rows={4}>
        {({ rows, more, all }) => {
          const lines = linesOf(rows)
          const whole = countedOf(all) ?? { count: 0, of: 0 }
          return (
            <>
              <div className="g-row-wide">
                <SelectField
                  label={text.what}
                  value={stage?.stageId ?? ''}
                  options={[
                    ['', text.whatWon],
                    ...open.map((it) => [it.stageId, text.whatNext(nameOf(it, names.stages))] as const),
                  ]}
                  onChange={(stageId) => go({ stageId: stageId || undefined })}
                />
                <SelectField
                  label={text.base}
                  value={search.base ?? ''}
                  options={[
                    ['', text.baseRest],
                    ...lines.flatMap((it) => (it.key === null ? [] : [[it.key, it.name] as const])),
                  ]}
                  onChange={(base) => go({ base: base || undefined })}
                />
              </div>
              <div className="g-scroll-x">
                <table className="g-table">
                  <thead>
                    <tr>
                      <th>{text.by[by]}</th>
                      <th className="g-num">{text.entered}</th>
                      <th>{stage ? text.onward : text.wonOf}</th>
                      <th>{text.verdict}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {lines.map((line) => {
                      const part = {
                        stageId: entry?.stageId ?? '',
                        by,
                        ...(line.key !== null && { value: line.key }),
                      }
                      const doorTo = (figure: 'entered' | 'advanced' | 'won', count: number, word: string) =>
                        count === 0 ? (
                          format.number(0)
                        ) : (
                          <Door behind={{ title: `${line.name}: ${word}`, query: { figure, ...part } }}>
                            {format.number(count)}
                          </Door>
                        )
                      return (
                        <tr key={line.key ?? ''}>
                          <td>{line.name}</td>
                          <td className="g-num">{doorTo('entered', line.of, text.entered)}</td>
                          <td>
                            {doorTo(
                              stage ? 'advanced' : 'won',
                              line.count,
                              stage ? text.fates.advanced : text.wonOf,
                            )}
                            {' · '}
                            <RateText rate={rateOf(line.count, line.of)} />
                          </td>
                          <td>
                            <Verdict line={line} lines={lines} all={whole} base={search.base} />
                          </td>
                        </tr>
                      )
                    })}
                  </tbody>
                </table>
              </div>
              {more > 0 && (
                <button type="button" className="g-link g-sm" onClick={() => setWhole(true)}>
                  {text.more(more)}
                </button>
              )}
              <p className="g-xs g-3">
                {text.asOf[by]} {text.breakdownNote}
              </p>
            </>
          )
        }}
      </Answer>
    </section>
  )
}
