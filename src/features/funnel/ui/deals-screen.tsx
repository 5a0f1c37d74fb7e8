import { IconPlus } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { contract } from '#contract.ts'
import { useFormat } from '#web/format.ts'
import { useOthersChanged } from '#web/live.ts'
import { usePhone } from '#web/phone.ts'
import { useCan } from '#web/session.ts'
import { Page } from '#web/shell/page.tsx'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { QuickAddButton } from '#web/widgets/quick-add.tsx'
import { ExportButton } from '#web/widgets/export-button.tsx'
import { Empty, Failure } from '#web/widgets/states.tsx'
import { Tabs } from '#web/widgets/tabs.tsx'
import type { DealFilter, Pipeline } from '../contract.ts'
import { Board } from './board.tsx'
import { BoardSkeleton } from './board-skeleton.tsx'
import { DealFilters } from './deal-filters.tsx'
import { DealList, useDealList } from './deal-list.tsx'
import './deals.css'
import { manyTexts } from './many-text.ts'
import type { DealSearch } from './search.ts'
import { funnelTexts } from './text.ts'
import { useBoard } from './use-board.ts'
import { useMoves } from './use-moves.tsx'
import { useNames, usePipelines } from './use-pipelines.ts'

// A link is current only when it leads to what is shown, with what it leaves out left out.
const asWritten = { exact: true, explicitUndefined: true }

const DealSelection = lazy(async () => ({ default: (await import('./deal-selection.tsx')).DealSelection }))
const DealForm = lazy(async () => ({ default: (await import('./deal-form.tsx')).DealForm }))

type Choice = { chosen: ReadonlySet<string>; among: string }

function Switch({ search }: { search: DealSearch }) {
  const text = useTexts(funnelTexts)
  return (
    <span className="g-segmented" role="group" aria-label={text.view}>
      {([undefined, 'list'] as const).map((view) => (
        <Link
          key={view ?? 'board'}
          to="/deals"
          search={{ ...search, view, state: undefined, stageId: undefined, sort: undefined }}
          activeOptions={asWritten}
          aria-current={search.view === view ? 'page' : undefined}
        >
          {view ? text.list : text.board}
        </Link>
      ))}
    </span>
  )
}

function Ways({
  pipelines,
  current,
  search,
}: {
  pipelines: readonly Pipeline[]
  current: Pipeline | undefined
  search: DealSearch
}) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  if (pipelines.length < 2) return null
  return (
    <Tabs label={text.pipelines} current={current?.id}>
      {pipelines.map((it) => (
        <Link
          key={it.id}
          to="/deals"
          search={{ ...search, pipelineId: it.id, stageId: undefined }}
          className="g-tab"
          activeOptions={asWritten}
          aria-current={it === current ? 'page' : undefined}
        >
          {names.pipeline(it)}
        </Link>
      ))}
    </Tabs>
  )
}

function StateTabs({ search }: { search: DealSearch }) {
  const text = useTexts(funnelTexts)
  const current = search.state ?? 'open'
  return (
    <Tabs label={text.columns.stage} current={current}>
      {(['open', 'won', 'lost', 'removed'] as const).map((state) => (
        <Link
          key={state}
          to="/deals"
          search={{ ...search, state: state === 'open' ? undefined : state, stageId: undefined }}
          className="g-tab"
          activeOptions={asWritten}
          aria-current={state === current ? 'page' : undefined}
        >
          {text.states[state]}
        </Link>
      ))}
    </Tabs>
  )
}

function NoDeals({ search, onAdd }: { search: DealSearch; onAdd: (() => void) | null }) {
  const text = useTexts(funnelTexts)
  if (search.owner ?? search.text ?? search.step ?? search.grade ?? search.stageId)
    return (
      <Empty
        title={text.nothingTitle}
        action={
          <Link to="/deals" search={search.view ? { view: search.view } : {}} className="g-button">
            {text.clear}
          </Link>
        }
      >
        {text.nothingText}
      </Empty>
    )
  if (search.state) return <Empty title={search.state === 'removed' ? text.binEmpty : text.nothingTitle} />
  return (
    <Empty
      title={text.emptyTitle}
      action={
        onAdd && (
          <button type="button" className="g-button is-primary" onClick={onAdd}>
            <IconPlus /> {text.emptyAction}
          </button>
        )
      }
    >
      {text.emptyText}
    </Empty>
  )
}

/** Leads and deals: the board of a way, or the list. */
export function DealsScreen() {
  const text = useTexts(funnelTexts)
  const pipelines = usePipelines()
  const rows = pipelines.data?.rows
  if (rows) return <Deals pipelines={rows} />
  return (
    <Page isFixed title={text.title}>
      {pipelines.error ? (
        <Failure error={pipelines.error} onRetry={() => void pipelines.refetch()} />
      ) : (
        <BoardSkeleton />
      )}
    </Page>
  )
}

function Deals({ pipelines }: { pipelines: readonly Pipeline[] }) {
  const text = useTexts(funnelTexts)
  const many = useTexts(manyTexts)
  const format = useFormat()
  const can = useCan()
  const isPhone = usePhone()
  const navigate = useNavigate({ from: '/deals' })
  const search = useSearch({ from: '/app/deals' })
  const moves = useMoves()
  const { view, add, stageId, state, pipelineId, owner, text: asked, step, grade, sort } = search
  const isList = view === 'list'
  const pipeline = pipelines.find((it) => it.id === pipelineId) ?? pipelines[0]
  const filter = useMemo(
    (): DealFilter => ({
      ...(pipeline && { pipelineId: pipeline.id }),
      ...(owner && { owner }),
      ...(asked && { text: asked }),
      ...(step && { step }),
      ...(grade && { grade }),
    }),
    [pipeline, owner, asked, step, grade],
  )
  const board = useBoard(filter, !isList)
  const list = useDealList(
    { ...filter, ...(stageId && { stageId }), ...(sort && { sort }), state: state ?? 'open' },
    isList,
  )
  const isClosed = state === 'won' || state === 'lost'
  // Other conditions show other deals: what was chosen among the earlier ones is let go.
  const conditions = JSON.stringify({ filter, stageId, state, view })
  const [{ chosen, among }, setChoice] = useState<Choice>({ chosen: new Set(), among: conditions })
  const setChosen = (next: ReadonlySet<string>): void => setChoice({ chosen: next, among: conditions })
  if (among !== conditions) setChosen(new Set())
  const chosenDeals = (list.data?.pages ?? []).flatMap(({ rows }) => rows.filter(({ id }) => chosen.has(id)))
  const mayChooseMany = can(contract.funnel.changeMany) && !isPhone && state !== 'removed'
  // Rows do not change places under the reader's hand.
  const hasChanged = useOthersChanged('funnel', list.dataUpdatedAt) && !list.isFetching
  const set = (change: DealSearch): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const mayMove = can(contract.funnel.move)
  const onAdd = can(contract.funnel.create) ? () => set({ add: true }) : null
  useShortcuts({ KeyN: () => (onAdd ? onAdd() : false) })
  const open = board.data?.columns.filter(
    ({ stageId: id }) => pipeline?.stages.find((it) => it.id === id)?.kind === 'open',
  )
  const total = isList
    ? list.data?.pages[0]
    : open && {
        count: open.reduce((sum, it) => sum + it.count, 0),
        sumMinor: open.reduce((sum, it) => sum + it.sumMinor, 0),
      }
  const isBare = (board.data?.columns.every((it) => it.count === 0) ?? false) && moves.pending.size === 0
  const empty = <NoDeals search={isList ? search : { ...search, stageId: undefined }} onAdd={onAdd} />
  return (
    <Page
      isFixed
      title={text.title}
      note={total && `${format.number(total.count)} · ${format.moneyShort(total.sumMinor)}`}
      actions={
        <>
          {isList && (
            <ExportButton
              label={many.export}
              offers={[
                {
                  label: many.exportDeals,
                  operation: contract.funnel.exportFile,
                  query: { ...filter, ...(stageId && { stageId }), state: state ?? 'open' },
                },
              ]}
            />
          )}
          <Switch search={search} />
          <QuickAddButton />
          {onAdd && (
            <button type="button" className="g-button is-primary" onClick={onAdd}>
              <IconPlus /> {text.add}
            </button>
          )}
        </>
      }
    >
      <div className="g-row-wide g-deals-bar">
        <Ways pipelines={pipelines} current={pipeline} search={search} />
        <DealFilters search={search} set={set} />
        {isList && hasChanged && (
          <button type="button" className="g-button" onClick={() => void list.refetch()}>
            {text.showChanges}
          </button>
        )}
      </div>
      {isList ? (
        <>
          <StateTabs search={search} />
          <DealList
            list={list}
            moves={moves}
            isClosed={isClosed}
            isByGrade={sort === 'grade'}
            onSort={(isByGrade) => set({ sort: isByGrade ? 'grade' : undefined })}
            empty={empty}
            selection={mayChooseMany ? { chosen, onChange: setChosen } : undefined}
          />
          {chosenDeals.length > 0 && (
            <Suspense>
              <DealSelection
                deals={chosenDeals}
                pipeline={pipeline}
                isClosed={isClosed}
                onClear={() => setChosen(new Set())}
              />
            </Suspense>
          )}
        </>
      ) : board.error && !board.data ? (
        <Failure error={board.error} onRetry={() => void board.refetch()} />
      ) : !board.data || !pipeline ? (
        <BoardSkeleton />
      ) : isBare ? (
        empty
      ) : (
        <Board
          key={pipeline.id}
          pipeline={pipeline}
          columns={board.data.columns}
          filter={filter}
          moves={moves}
          mayMove={mayMove}
          isPhone={isPhone}
          stageId={stageId}
          onStage={(id) => set({ stageId: id })}
        />
      )}
      {moves.drawers}
      {add && onAdd && pipeline && (
        <Suspense>
          <DealForm
            deal={null}
            stageId={pipeline === pipelines[0] ? undefined : pipeline.stages[0]?.id}
            onClose={() => set({ add: undefined })}
          />
        </Suspense>
      )}
    </Page>
  )
}
