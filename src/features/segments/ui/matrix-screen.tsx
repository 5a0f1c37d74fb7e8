import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { contract } from '#contract.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useCan } from '#web/session.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { ClassStamp, kindOfRhythm, State } from '#web/widgets/marks.tsx'
import { Answer, Empty, Failure } from '#web/widgets/states.tsx'
import type { MatrixCell, segmentsContract } from '../contract.ts'
import { CellPanel, type CellKey } from './cell-panel.tsx'
import { AbcCurve } from './curve.tsx'
import { MovedDown } from './move-table.tsx'
import { segmentTexts } from './text.ts'

type Matrix = OutputOf<typeof segmentsContract.matrix>
const letters = ['A', 'B', 'C'] as const
const frequencies = ['often', 'sometimes', 'rarely'] as const

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 }

// Arrows walk the cells as they lie.
function stepCell(event: KeyboardEvent<HTMLButtonElement>): void {
  const by = steps[event.key]
  const cells = [
    ...(event.currentTarget.closest('.g-matrix')?.querySelectorAll<HTMLElement>('.g-cell') ?? []),
  ]
  const next = by === undefined ? undefined : cells[cells.indexOf(event.currentTarget) + by]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function Cell({
  matrix,
  cell,
  isChosen,
  onChoose,
}: {
  matrix: Matrix
  cell: CellKey
  isChosen: boolean
  onChoose: () => void
}) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const found: MatrixCell | undefined = matrix.cells.find(
    (it) => it.valueClass === cell.valueClass && it.frequencyClass === cell.frequencyClass,
  )
  const play = matrix.plays.find(
    (it) => it.valueClass === cell.valueClass && it.frequencyClass === cell.frequencyClass,
  )
  const name = text.cell(cell.valueClass, text.frequency[cell.frequencyClass])
  if (!found) {
    return (
      <button
        type="button"
        className="g-cell is-empty"
        aria-pressed={isChosen}
        aria-label={`${name}: ${text.nobody}`}
        onClick={onChoose}
        onKeyDown={stepCell}
      >
        {text.nobody}
      </button>
    )
  }
  const share = matrix.totalMinor > 0 ? Math.max(0, found.measureMinor) / matrix.totalMinor : 0
  return (
    <button
      type="button"
      className="g-cell"
      aria-pressed={isChosen}
      onClick={onChoose}
      onKeyDown={stepCell}
      title={name}
    >
      <span className="g-cell-name">{text.frequency[cell.frequencyClass]}</span>
      <span className="g-spread">
        <span>
          <span className="g-big">{format.number(found.clients)}</span> {text.clients(found.clients)}
        </span>
        <span className="g-strong">{format.moneyShort(found.measureMinor)}</span>
      </span>
      <span className="g-bar">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="g-spread">
        <span className="g-2">
          {found.share === null ? '' : text.ofMeasure(format.share(found.share), matrix.measure)}
        </span>
        <State kind={kindOfRhythm(found.worst)}>
          {found.late > 0 ? text.late(found.late) : text.inRhythm}
        </State>
      </span>
      <span className="g-clip g-2">{play?.text ?? text.plays[cell.valueClass][cell.frequencyClass]}</span>
    </button>
  )
}

function RowHead({ matrix, letter }: { matrix: Matrix; letter: 'A' | 'B' | 'C' }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const cells = matrix.cells.filter((it) => it.valueClass === letter)
  const clients = cells.reduce((sum, it) => sum + it.clients, 0)
  const minor = cells.reduce((sum, it) => sum + it.measureMinor, 0)
  return (
    <div className="g-stack-tight g-sm g-2">
      <ClassStamp value={letter} isBig />
      <span>
        {format.number(clients)} {text.clients(clients)}
      </span>
      {matrix.totalMinor > 0 && <span>{format.share(minor / matrix.totalMinor)}</span>}
    </div>
  )
}

function OldDataNotice({ matrix }: { matrix: Matrix }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const cache = useQueryClient()
  const can = useCan()
  const countAsOfLast = useMutation({
    mutationFn: async () => {
      const settings = await api.segments.getSettings()
      return api.segments.saveSettings({ body: { ...settings, asOf: matrix.lastOrderedOn } })
    },
    onSuccess: (saved) => {
      cache.setQueryData(['segments', 'settings'], saved)
      return cache.invalidateQueries()
    },
  })
  if (matrix.clients > 0 || !matrix.lastOrderedOn || !can(contract.segments.saveSettings)) return null
  const day = format.day(matrix.lastOrderedOn)
  return (
    <div className="g-notice is-warn">
      <span className="g-grow">{text.oldData(day)}</span>
      <button
        type="button"
        className="g-button"
        disabled={countAsOfLast.isPending}
        onClick={() => countAsOfLast.mutate()}
      >
        {text.countAsOf(day)}
      </button>
      {countAsOfLast.error && <Failure error={countAsOfLast.error} />}
    </div>
  )
}

function Basis({ matrix }: { matrix: Matrix }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const chip = (name: string, value: string) => (
    <Link
      to="/settings"
      search={{ tab: 'classes' }}
      className="g-chip"
      style={{ paddingRight: 10, color: 'inherit' }}
    >
      <span>{name}</span>
      <b>{value}</b>
    </Link>
  )
  return (
    <div className="g-row-wide">
      {chip(text.measure, text.measures[matrix.measure])}
      {matrix.asOf &&
        chip(
          text.window,
          `${matrix.windowFrom ? format.day(matrix.windowFrom, 'numeric') : ''} – ${format.day(matrix.asOf, 'numeric')}`,
        )}
      {chip(text.thresholds, `${Math.round(matrix.shareA * 100)} / ${Math.round(matrix.shareB * 100)} %`)}
      <span className="g-sm g-2" style={{ marginLeft: 'auto' }}>
        {text.total}{' '}
        <Figure
          evidence={{
            title: text.total,
            note: '',
            orders: {
              ...(matrix.windowFrom && { from: matrix.windowFrom }),
              ...(matrix.asOf && { to: matrix.asOf }),
            },
          }}
        >
          {format.money(matrix.totalMinor)}
        </Figure>
        , {text.clientsWithOrders(matrix.clients)}
      </span>
    </div>
  )
}

/** Value class × frequency class. */
export function MatrixScreen() {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const can = useCan()
  const [chosen, setChosen] = useState<CellKey | null>(null)
  const query = useQuery({ queryKey: ['segments', 'matrix'], queryFn: () => api.segments.matrix() })
  const settings = useQuery({ queryKey: ['segments', 'settings'], queryFn: () => api.segments.getSettings() })
  const limits = settings.data
  const limitText = {
    often: limits && text.limits(format.number(limits.oftenPerYear), null),
    sometimes:
      limits && text.limits(format.number(limits.sometimesPerYear), format.number(limits.oftenPerYear - 1)),
    rarely: limits && text.limits('1', format.number(limits.sometimesPerYear - 1)),
  }
  return (
    <Page title={text.matrix}>
      <BaseViews current="matrix" />
      <Answer query={query}>
        {(matrix) =>
          matrix.clients + matrix.unclassed.clients === 0 ? (
            <Empty
              title={text.emptyTitle}
              action={
                can(contract.imports.upload) && (
                  <Link to="/imports" className="g-button is-primary">
                    {text.emptyAction}
                  </Link>
                )
              }
            >
              {text.emptyText}
            </Empty>
          ) : (
            <>
              <OldDataNotice matrix={matrix} />
              <Basis matrix={matrix} />
              <div className="g-split">
                <div className="g-stack">
                  <div className="g-matrix">
                    <span className="g-matrix-head" />
                    {frequencies.map((key) => (
                      <div key={key} className="g-matrix-head">
                        <span className="g-strong">{text.frequency[key]}</span>{' '}
                        <span className="g-3">{limitText[key]}</span>
                      </div>
                    ))}
                    {letters.map((valueClass) => [
                      <RowHead key={valueClass} matrix={matrix} letter={valueClass} />,
                      ...frequencies.map((frequencyClass) => (
                        <Cell
                          key={frequencyClass}
                          matrix={matrix}
                          cell={{ valueClass, frequencyClass }}
                          isChosen={
                            chosen?.valueClass === valueClass && chosen.frequencyClass === frequencyClass
                          }
                          onChoose={() => setChosen({ valueClass, frequencyClass })}
                        />
                      )),
                    ])}
                  </div>
                  <div className="g-notice">
                    <ClassStamp value="none" />
                    <span className="g-grow">
                      {text.unclassed(matrix.unclassed.clients, matrix.unclassed.withPast)}
                    </span>
                    {matrix.unclassed.clients > 0 && (
                      <Link to="/clients" search={{ classes: 'none' }}>
                        {text.show(matrix.unclassed.clients)}
                      </Link>
                    )}
                  </div>
                  {matrix.unassigned && matrix.unassigned.orders > 0 && (
                    <p className="g-sm">
                      <Figure
                        evidence={{
                          title: text.unassignedTitle,
                          note: text.unassignedNote,
                          orders: { unassigned: 'true' },
                        }}
                      >
                        {text.unassigned(
                          matrix.unassigned.orders,
                          format.money(matrix.unassigned.amountMinor),
                        )}
                      </Figure>
                    </p>
                  )}
                  {matrix.asOf && <MovedDown asOf={matrix.asOf} />}
                </div>
                <aside className="g-side" aria-label={text.curve}>
                  <AbcCurve />
                  {chosen ? (
                    <CellPanel
                      key={`${chosen.valueClass}${chosen.frequencyClass}`}
                      cell={chosen}
                      play={matrix.plays.find(
                        (it) =>
                          it.valueClass === chosen.valueClass && it.frequencyClass === chosen.frequencyClass,
                      )}
                    />
                  ) : (
                    <p className="g-sm g-3 g-cell-panel">{text.chooseCell}</p>
                  )}
                </aside>
              </div>
            </>
          )
        }
      </Answer>
    </Page>
  )
}
