import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useCan, useSession } from '#web/session.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField } from '#web/widgets/field.tsx'
import { State } from '#web/widgets/marks.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { NurturedLead } from '../report-contract.ts'
import { LeadViews } from './lead-views.tsx'
import './leads.css'
import { RecheckForm } from './recheck-line.tsx'
import { reportTexts } from './report-text.ts'

function OwnerField({ owner }: { owner: string | undefined }) {
  const text = useTexts(reportTexts)
  const { user } = useSession()
  const can = useCan()
  const navigate = useNavigate()
  const load = useQuery({
    queryKey: ['leads', 'load'],
    queryFn: () => api.leads.load(),
    enabled: can(contract.leads.load),
  })
  const others = (load.data?.rows ?? []).filter((it) => it.ownerId !== user.id)
  return (
    <SelectField
      label={text.owner}
      value={owner ?? ''}
      options={[
        ['', text.anybody],
        ['me', text.me],
        ['none', text.none],
        ...others.map((it) => [it.ownerId, it.ownerName] as const),
      ]}
      onChange={(it) =>
        void navigate({ to: '/leads/nurture', search: it === '' ? {} : { owner: it }, replace: true })
      }
    />
  )
}

function Row({ row, onChange }: { row: NurturedLead; onChange: () => void }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const { deal } = row
  return (
    <tr>
      <td>
        <Link to="/deals/$dealId" params={{ dealId: deal.id }} className="g-plain">
          {deal.title}
        </Link>
        <br />
        <span className="g-xs g-3">{[deal.clientName, deal.ownerName].filter(Boolean).join(' · ')}</span>
      </td>
      <td>
        {row.isDue ? (
          <State kind="warn">{`${format.day(row.recheckOn)}, ${text.due}`}</State>
        ) : (
          format.day(row.recheckOn)
        )}
        {deal.mayEdit && (
          <>
            {' '}
            <button
              type="button"
              className="g-link g-sm"
              aria-label={text.changeOf(deal.title)}
              onClick={onChange}
            >
              {text.change}
            </button>
          </>
        )}
      </td>
      <td className="g-hide-phone">{text.rules[row.rule]}</td>
      <td className="g-hide-phone">
        {row.lastTouchAt === null ? (
          <span className="g-3">{text.never}</span>
        ) : (
          format.moment(row.lastTouchAt)
        )}
      </td>
      <td className="g-num">
        {deal.amountMinor === null ? (
          <span className="g-3">{text.noAmount}</span>
        ) : (
          format.money(deal.amountMinor)
        )}
      </td>
    </tr>
  )
}

/** Leads that cost no selling time, by the day on which they are looked at again. */
export function NurtureScreen() {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const { owner } = useSearch({ from: '/app/leads/nurture' })
  const [moving, setMoving] = useState<NurturedLead | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['leads', 'nurture', owner ?? null],
    queryFn: ({ pageParam }) =>
      api.leads.nurture({ query: { ...(owner && { owner }), ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Page title={text.title} actions={<LeadViews current="nurture" />}>
      <p className="g-sm g-2">{text.nurtureNote}</p>
      <div className="g-row-wide">
        <OwnerField owner={owner} />
      </div>
      <Answer query={list}>
        {({ pages }) => {
          const [first] = pages
          const rows = pages.flatMap((page) => page.rows)
          if (!first || rows.length === 0)
            return <Empty title={text.nurtureEmptyTitle}>{text.nurtureEmptyText}</Empty>
          return (
            <>
              <div className="g-spread">
                <span>{text.nurtureCount(first.count, first.due)}</span>
                <span className="g-strong">{format.money(first.sumMinor)}</span>
              </div>
              <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.nurture}>
                <table className="g-table">
                  <thead>
                    <tr>
                      <th>{text.deal}</th>
                      <th>{text.recheck}</th>
                      <th className="g-hide-phone">{text.why}</th>
                      <th className="g-hide-phone">{text.lastTouch}</th>
                      <th className="g-num">{text.amount}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <Row key={row.deal.id} row={row} onChange={() => setMoving(row)} />
                    ))}
                  </tbody>
                </table>
              </div>
              <MoreButton of={list}>{text.more}</MoreButton>
            </>
          )
        }}
      </Answer>
      {moving && (
        <Drawer title={text.changeOf(moving.deal.title)} onClose={() => setMoving(null)}>
          <RecheckForm
            lead={{ dealId: moving.deal.id, recheckOn: moving.recheckOn }}
            onClose={() => setMoving(null)}
          />
        </Drawer>
      )}
    </Page>
  )
}
