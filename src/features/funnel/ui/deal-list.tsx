import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { usePhone } from '#web/phone.ts'
import { useTexts } from '#web/text.ts'
import { GradePill } from '#web/widgets/grade-pill.tsx'
import { Avatar } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { type Selection, VirtualRows } from '#web/widgets/virtual-rows.tsx'
import type { DealCard, DealFilter, DealSort } from '../contract.ts'
import { manyTexts } from './many-text.ts'
import { NextStep } from './step-state.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'
import type { Moves } from './use-moves.tsx'
import { useNames } from './use-pipelines.ts'

type Query = DealFilter & { stageId?: string; sort?: DealSort; state: 'open' | 'won' | 'lost' | 'removed' }

/** Deals under the conditions, page by page. */
export function useDealList(query: Query, isShown: boolean) {
  return useInfiniteQuery({
    queryKey: ['funnel', 'list', query],
    queryFn: ({ pageParam }) =>
      api.funnel.list({ query: { ...query, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled: isShown,
  })
}

function Title({ deal, isPhone }: { deal: DealCard; isPhone: boolean }) {
  return (
    <>
      <Link
        to="/deals/$dealId"
        params={{ dealId: deal.id }}
        className="g-plain"
        style={{ color: 'inherit', fontWeight: 550 }}
      >
        {deal.title}
      </Link>
      {isPhone ? <br /> : ' '}
      <span className="g-3">{deal.clientName}</span>
    </>
  )
}

function Choice({ deal, selection }: { deal: DealCard; selection: Selection }) {
  const text = useTexts(manyTexts)
  return (
    <label className="g-choice">
      <input
        type="checkbox"
        aria-label={text.selectRow(deal.title)}
        checked={selection.chosen.has(deal.id)}
        onChange={(event) => {
          const chosen = new Set(selection.chosen)
          if (event.target.checked) chosen.add(deal.id)
          else chosen.delete(deal.id)
          selection.onChange(chosen)
        }}
      />
    </label>
  )
}

type Props = {
  list: ReturnType<typeof useDealList>
  moves: Moves
  isClosed: boolean
  isByGrade: boolean
  onSort: (isByGrade: boolean) => void
  empty: ReactNode
  /** absent = nothing can be done with many at once */
  selection?: Selection | undefined
}

/** The same deals as a table. */
export function DealList({ list, moves, isClosed, isByGrade, onSort, empty, selection }: Props) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const names = useNames()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const { daysSince } = useClock()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const amount = (deal: DealCard): ReactNode =>
    deal.amountMinor === null ? <span className="g-3">–</span> : format.money(deal.amountMinor)
  const since = (deal: DealCard): string =>
    deal.closedAt !== null
      ? format.moment(deal.closedAt)
      : deal.isEntryKnown
        ? text.days(daysSince(deal.stageEnteredAt))
        : text.entryUnknown
  const { columns } = text
  const many = useTexts(manyTexts)
  const head = (name: string, isNumber = false) => (
    <span key={name} role="columnheader" className={isNumber ? 'g-num' : 'g-clip'}>
      {name}
    </span>
  )
  const shared = {
    keyOf: (deal: DealCard) => deal.id,
    label: text.title,
    onOpen: (deal: DealCard) => void navigate({ to: '/deals/$dealId', params: { dealId: deal.id } }),
    onEnd,
    selection,
  }
  return (
    <Answer query={list} rows={14}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows)
        if (rows.length === 0) return empty
        if (isPhone)
          return (
            <VirtualRows
              {...shared}
              rows={rows}
              columns="minmax(0, 1fr) auto"
              rowHeight={60}
              head={[head(columns.deal), head(columns.amount, true)]}
              render={(deal) => (
                <>
                  <span role="cell" className="g-clip">
                    <Title deal={deal} isPhone /> {deal.grade && <GradePill grade={deal.grade} />}
                  </span>
                  <span role="cell" className="g-num">
                    {amount(deal)}
                    <br />
                    <span className="g-3">{names.stageName(deal.stageId)}</span>
                  </span>
                </>
              )}
            />
          )
        return (
          <VirtualRows
            {...shared}
            rows={rows}
            columns={`${selection ? '32px ' : ''}minmax(240px, 3fr) 64px minmax(150px, 1.4fr) 110px ${isClosed ? '' : 'minmax(180px, 1.6fr)'} 120px 34px`}
            minWidth={972}
            head={
              <>
                {selection && (
                  <span role="columnheader">
                    <span className="g-visually-hidden">{many.choose}</span>
                  </span>
                )}
                {head(columns.deal)}
                <span role="columnheader" aria-sort={isByGrade ? 'ascending' : 'none'}>
                  <button
                    type="button"
                    className="g-sort"
                    title={isByGrade ? text.byNewest : text.byGrade}
                    onClick={() => onSort(!isByGrade)}
                  >
                    {columns.grade}
                    {isByGrade && ' ↓'}
                  </button>
                </span>
                {head(columns.stage)}
                {head(isClosed ? columns.closed : columns.since)}
                {!isClosed && head(columns.step)}
                {head(columns.amount, true)}
                <span role="columnheader">
                  <span className="g-visually-hidden">{columns.owner}</span>
                </span>
              </>
            }
            render={(deal) => (
              <>
                {selection && (
                  <span role="cell">
                    <Choice deal={deal} selection={selection} />
                  </span>
                )}
                <span role="cell" className="g-clip">
                  <Title deal={deal} isPhone={false} />
                </span>
                <span role="cell">{deal.grade && <GradePill grade={deal.grade} />}</span>
                <span role="cell" className="g-clip">
                  {names.stageName(deal.stageId)}
                </span>
                <span role="cell" className="g-3 g-clip">
                  {since(deal)}
                </span>
                {!isClosed && (
                  <span role="cell" className="g-clip">
                    <NextStep deal={deal} onPlan={moves.plan} />
                  </span>
                )}
                <span role="cell" className="g-num">
                  {amount(deal)}
                </span>
                <span role="cell">{deal.ownerName && <Avatar name={deal.ownerName} />}</span>
              </>
            )}
          />
        )
      }}
    </Answer>
  )
}
