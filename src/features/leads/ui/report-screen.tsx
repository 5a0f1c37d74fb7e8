import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays, addMonths, dayOf } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { LeadReport } from '../report-contract.ts'
import { DelaySection, LongestWaits } from './delay-section.tsx'
import { EffortSection } from './effort-section.tsx'
import { LeadViews } from './lead-views.tsx'
import './leads.css'
import { PlaySection } from './play-section.tsx'
import { type Asked, type Behind, DoorContext, LeadsBehind, type StageName } from './report-door.tsx'
import './report.css'
import type { ReportSearch } from './report-search.ts'
import { reportTexts } from './report-text.ts'
import { ResponseSection } from './response-section.tsx'
import { TouchDays } from './touch-days.tsx'

const MONTHS = 3

const isEmpty = ({ response, delays, plays, withoutPlay, effort }: LeadReport): boolean =>
  response.became + delays.deals + withoutPlay.of + effort.length === 0 && plays.every((it) => it.of === 0)

function Report({
  asked,
  stageName,
  touches,
}: {
  asked: Asked
  stageName: StageName
  touches: React.ReactNode
}) {
  const text = useTexts(reportTexts)
  const query = useQuery({
    queryKey: ['leads', 'report', asked],
    queryFn: () => api.leads.report({ query: asked }),
  })
  return (
    <Answer query={query}>
      {(report) =>
        isEmpty(report) ? (
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
            {touches}
          </>
        ) : (
          <div className="g-split">
            <div className="g-stack g-lead-report">
              <ResponseSection report={report} />
              <DelaySection delays={report.delays} stageName={stageName} />
              <PlaySection report={report} />
              {touches}
            </div>
            <aside className="g-side" aria-label={text.longest}>
              <LongestWaits delays={report.delays} stageName={stageName} />
              <EffortSection effort={report.effort} />
            </aside>
          </div>
        )
      }
    </Answer>
  )
}

/** How leads are answered, what we delayed, what reasons to decide bring, on whom time goes. */
export function ReportScreen({ stageName }: { stageName: StageName }) {
  const text = useTexts(reportTexts)
  const search = useSearch({ from: '/app/leads/report' })
  const navigate = useNavigate()
  const { timeZone } = useSession().workspace
  const [behind, setBehind] = useState<Behind | null>(null)
  const [today] = useState(() => dayOf(new Date(), timeZone))
  const to = search.to ?? today
  const from = search.from ?? addDays(addMonths(today, -MONTHS), 1)
  const go = (change: Partial<ReportSearch>) =>
    void navigate({
      to: '/leads/report',
      search: { ...search, ...change },
      replace: true,
      resetScroll: false,
    })
  return (
    <Page title={text.title} actions={<LeadViews current="report" />}>
      <p className="g-sm g-2">{text.note}</p>
      <div className="g-row-wide">
        <TextField label={text.from} type="date" value={from} onChange={(day) => day && go({ from: day })} />
        <TextField label={text.to} type="date" value={to} onChange={(day) => day && go({ to: day })} />
      </div>
      {from > to ? (
        <p className="g-notice is-warn">{text.badPeriod}</p>
      ) : (
        <DoorContext.Provider value={setBehind}>
          <Report
            asked={{ from, to }}
            stageName={stageName}
            touches={<TouchDays day={search.week ?? to} onWeek={(week) => go({ week })} />}
          />
          {behind && (
            <LeadsBehind
              behind={behind}
              asked={{ from, to }}
              stageName={stageName}
              onClose={() => setBehind(null)}
            />
          )}
        </DoorContext.Provider>
      )}
    </Page>
  )
}
