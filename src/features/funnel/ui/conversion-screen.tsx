import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays, addMonths, dayOf } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useSession } from '#web/session.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import { BreakdownTable } from './breakdown-table.tsx'
import { CohortFunnel } from './cohort-funnel.tsx'
import { type Asked, type Behind, DealsBehind, Door, DoorContext } from './conversion-door.tsx'
import './conversion.css'
import type { ConversionSearch } from './conversion-search.ts'
import { conversionTexts } from './conversion-text.ts'
import { FirstTalks } from './first-talks.tsx'
import { ForecastTable } from './forecast-table.tsx'
import { LostReasons } from './lost-reasons.tsx'
import { ResultsView } from './results-view.tsx'
import { SnapshotView } from './snapshot-view.tsx'
import { StageTimes } from './stage-times.tsx'
import { useNames, usePipelines } from './use-pipelines.ts'
import { WeakestNote } from './weakest-note.tsx'

const MONTHS = 3

function Switch({ search }: { search: ConversionSearch }) {
  const text = useTexts(conversionTexts)
  return (
    <span className="g-segmented" role="group" aria-label={text.views}>
      {([undefined, 'now', 'results'] as const).map((view) => (
        <Link
          key={view ?? 'cohorts'}
          to="/funnel"
          search={{ ...search, view }}
          activeOptions={{ exact: true, explicitUndefined: true }}
          aria-current={search.view === view ? 'page' : undefined}
        >
          {text.viewNames[view ?? 'cohorts']}
        </Link>
      ))}
    </span>
  )
}

function Cohorts({ asked, search }: { asked: Asked; search: ConversionSearch }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const query = useQuery({
    queryKey: ['conversion', 'show', asked],
    queryFn: () => api.conversion.show({ query: asked }),
  })
  return (
    <Answer query={query}>
      {(shown) => {
        const history = shown.withoutHistory > 0 && (
          <p className="g-sm">
            <Door isText behind={{ title: text.withoutHistoryTitle, query: { figure: 'noHistory' } }}>
              {text.withoutHistory(shown.withoutHistory)}
            </Door>
          </p>
        )
        if (shown.stages.every((it) => it.entered === 0)) {
          return (
            <>
              <Empty
                title={text.emptyTitle}
                action={
                  <Link to="/deals" className="g-button is-primary">
                    {text.emptyAction}
                  </Link>
                }
              >
                {text.emptyText}
              </Empty>
              {history}
            </>
          )
        }
        return (
          <div className="g-split">
            <div className="g-stack g-conversion">
              <CohortFunnel
                shown={shown}
                period={text.period(format.day(asked.from), format.day(asked.to))}
              />
              {history}
              <BreakdownTable asked={asked} search={search} stages={shown.stages} />
              <StageTimes asked={asked} />
            </div>
            <aside className="g-side" aria-label={text.lostTitle}>
              <WeakestNote shown={shown} />
              <ForecastTable pipelineId={asked.pipelineId} />
              <LostReasons asked={asked} />
            </aside>
          </div>
        )
      }}
    </Answer>
  )
}

/** The funnel: conversion by cohort, or where the open deals stand today. */
export function ConversionScreen() {
  const text = useTexts(conversionTexts)
  const search = useSearch({ from: '/app/funnel' })
  const navigate = useNavigate()
  const names = useNames()
  const pipelines = usePipelines()
  const { timeZone } = useSession().workspace
  const [behind, setBehind] = useState<Behind | null>(null)
  const [today] = useState(() => dayOf(new Date(), timeZone))
  const to = search.to ?? today
  const from = search.from ?? addDays(addMonths(today, -MONTHS), 1)
  const isNow = search.view === 'now'
  const go = (change: Partial<ConversionSearch>) =>
    void navigate({ to: '/funnel', search: { ...search, ...change }, replace: true })
  return (
    <Page title={text.title} actions={<Switch search={search} />}>
      {search.view !== 'results' && <p className="g-sm g-2">{isNow ? text.nowNote : text.note}</p>}
      <Answer query={pipelines}>
        {({ rows }) => {
          const pipeline = rows.find((it) => it.id === search.pipelineId) ?? rows[0]
          if (!pipeline) return <Empty title={text.emptyTitle}>{text.emptyText}</Empty>
          const asked = { pipelineId: pipeline.id, from, to }
          return (
            <DoorContext.Provider value={setBehind}>
              <div className="g-row-wide">
                <SelectField
                  label={text.pipeline}
                  value={pipeline.id}
                  options={rows.map((it) => [it.id, names.pipeline(it)] as const)}
                  onChange={(pipelineId) => go({ pipelineId, stageId: undefined, base: undefined })}
                />
                {!isNow && (
                  <>
                    <TextField
                      label={search.view === 'results' ? text.closedFrom : text.from}
                      type="date"
                      value={from}
                      onChange={(day) => day && go({ from: day })}
                    />
                    <TextField
                      label={text.to}
                      type="date"
                      value={to}
                      onChange={(day) => day && go({ to: day })}
                    />
                  </>
                )}
              </div>
              {isNow ? (
                <SnapshotView pipelineId={pipeline.id} />
              ) : from > to ? (
                <p className="g-notice is-warn">{text.badPeriod}</p>
              ) : search.view === 'results' ? (
                <ResultsView asked={asked} />
              ) : (
                <>
                  <Cohorts asked={asked} search={search} />
                  <FirstTalks from={from} to={to} />
                </>
              )}
              {behind && <DealsBehind behind={behind} asked={asked} onClose={() => setBehind(null)} />}
            </DoorContext.Provider>
          )
        }}
      </Answer>
    </Page>
  )
}
