import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useSyncExternalStore } from 'react'
import { useTexts } from '#web/text.ts'
import { ClassStamp, Rhythm } from '#web/widgets/marks.tsx'
import { type Place, type Selection, VirtualRows } from '#web/widgets/virtual-rows.tsx'
import type { ClientRow } from '../contract.ts'
import { shownColumns } from '../domain/list-columns.ts'
import { type Basis, type ListColumn, useColumns } from './columns.tsx'
import { keepPlace } from './last-list.ts'
import type { ClientQuery, ClientSearch } from './search.ts'
import { clientTexts } from './text.ts'

const narrow = 'minmax(0, 1fr) auto'
const CHOICE_PX = 24
const GAP_PX = 14

const phone = window.matchMedia('(max-width: 760px)')
const usePhone = (): boolean =>
  useSyncExternalStore(
    (heard) => {
      phone.addEventListener('change', heard)
      return () => phone.removeEventListener('change', heard)
    },
    () => phone.matches,
  )

function Choice({ row, selection }: { row: ClientRow; selection: Selection }) {
  const text = useTexts(clientTexts)
  return (
    <label className="g-choice">
      <input
        type="checkbox"
        aria-label={text.selectRow(row.name)}
        checked={selection.chosen.has(row.id)}
        onChange={(event) => {
          const chosen = new Set(selection.chosen)
          if (event.target.checked) chosen.add(row.id)
          else chosen.delete(row.id)
          selection.onChange(chosen)
        }}
      />
    </label>
  )
}

type Props = {
  rows: readonly ClientRow[]
  basis: Basis
  query: ClientQuery
  addressWith: (change: ClientQuery) => ClientSearch
  /** the columns that the person chose, in their order; null = those that the list begins with */
  chosenColumns: readonly string[] | null
  onEnd: () => void
  /** where the person was when they left the list */
  place: Place
  selection: Selection | undefined
}

function Heading({
  column,
  query,
  addressWith,
}: { column: ListColumn } & Pick<Props, 'query' | 'addressWith'>) {
  const { sort, heading, isNumber } = column
  const sorted = query.sort ?? 'measure'
  const isDown = (query.direction ?? (sorted === 'name' ? 'asc' : 'desc')) === 'desc'
  const isSorted = sort === sorted
  const className = isNumber ? 'g-num' : 'g-clip'
  if (!sort)
    return (
      <span role="columnheader" className={className}>
        {heading}
      </span>
    )
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : 'none'}
      className={className}
    >
      <Link
        to="/clients"
        search={addressWith({ sort, direction: isSorted && isDown ? 'asc' : 'desc' })}
        replace
        className="g-sort"
        style={{ color: 'inherit', fontWeight: isSorted ? 600 : 400 }}
      >
        {heading}
        {isSorted && (isDown ? ' ↓' : ' ↑')}
      </Link>
    </span>
  )
}

/** The client list: only the rows in view exist, of the columns that are shown. */
export function ClientTable({
  rows,
  basis,
  query,
  addressWith,
  chosenColumns,
  onEnd,
  selection,
  place,
}: Props) {
  const text = useTexts(clientTexts)
  const navigate = useNavigate()
  const isPhone = usePhone()
  const open = useCallback(
    (row: ClientRow) => void navigate({ to: '/clients/$clientId', params: { clientId: row.id } }),
    [navigate],
  )
  const known = useColumns(basis, isPhone ? null : chosenColumns, query.archived !== undefined)
  const columns = shownColumns(known, chosenColumns)
  const shared = {
    rows,
    keyOf: (row: ClientRow) => row.id,
    label: text.title,
    onOpen: open,
    onEnd,
    place,
    onPlace: keepPlace,
  }
  if (isPhone) {
    const [name, figure, archived] = ['client', 'measure', 'archived'].map((id) =>
      known.find((column) => column.id === id),
    )
    return (
      <VirtualRows
        {...shared}
        key="phone"
        columns={narrow}
        rowHeight={56}
        head={[name, figure].map(
          (column) =>
            column && <Heading key={column.id} column={column} query={query} addressWith={addressWith} />,
        )}
        render={(row) => (
          <>
            <span role="cell" className="g-row g-clip">
              <ClassStamp value={row.valueClass} />
              <span className="g-clip">
                {name?.cell(row)}
                <br />
                {archived ? archived.cell(row) : <Rhythm state={row.rhythm} ratio={row.rhythmRatio} />}
              </span>
            </span>
            <span role="cell" className="g-num">
              {figure?.cell(row)}
            </span>
          </>
        )}
      />
    )
  }
  const tracks = columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`))
  return (
    <VirtualRows
      {...shared}
      key="desk"
      columns={[`${CHOICE_PX}px`, ...tracks].join(' ')}
      minWidth={columns.reduce((sum, { width }) => sum + GAP_PX + width, CHOICE_PX)}
      head={
        <>
          <span role="columnheader">
            <span className="g-visually-hidden">{text.selection}</span>
          </span>
          {columns.map((column) => (
            <Heading key={column.id} column={column} query={query} addressWith={addressWith} />
          ))}
        </>
      }
      render={(row) => (
        <>
          <span role="cell">{selection && <Choice row={row} selection={selection} />}</span>
          {columns.map(({ id, cell, isNumber, isQuiet }) => (
            <span key={id} role="cell" className={`${isNumber ? 'g-num' : 'g-clip'}${isQuiet ? ' g-3' : ''}`}>
              {cell(row)}
            </span>
          ))}
        </>
      )}
      selection={selection}
    />
  )
}
