import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useSyncExternalStore } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { Avatar, ClassStamp, Rhythm, Sparkline } from '#web/widgets/marks.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import { type Selection, VirtualRows } from '#web/widgets/virtual-rows.tsx'
import type { ClientRow, ClientSort } from '../contract.ts'
import type { ClientSearch } from './search.ts'
import { clientTexts } from './text.ts'

const wide = '24px minmax(180px, 1.6fr) 44px 110px 190px 130px 60px 92px 128px 36px'
const narrow = 'minmax(0, 1fr) auto'

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
  basis: { asOf: string | null; windowFrom: string | null; measure: 'turnover' | 'profit' }
  search: ClientSearch
  onEnd: () => void
  selection: Selection | undefined
}

/** The client list: only the rows in view exist. */
export function ClientTable({ rows, basis, search, onEnd, selection }: Props) {
  const text = useTexts(clientTexts)
  const words = useTexts(widgetTexts)
  const format = useFormat()
  const navigate = useNavigate()
  const isPhone = usePhone()
  const open = useCallback(
    (row: ClientRow) => void navigate({ to: '/clients/$clientId', params: { clientId: row.id } }),
    [navigate],
  )
  const sorted = search.sort ?? 'measure'
  const isDown = (search.direction ?? (sorted === 'name' ? 'asc' : 'desc')) === 'desc'
  const sort = (key: ClientSort, label: string, isNumber = false) => (
    <span
      role="columnheader"
      aria-sort={sorted === key ? (isDown ? 'descending' : 'ascending') : 'none'}
      className={isNumber ? 'g-num' : ''}
    >
      <Link
        to="/clients"
        search={{ ...search, sort: key, direction: sorted === key && isDown ? 'asc' : 'desc' }}
        replace
        className="g-sort"
        style={{ color: 'inherit', fontWeight: sorted === key ? 600 : 400 }}
      >
        {label}
        {sorted === key && (isDown ? ' ↓' : ' ↑')}
      </Link>
    </span>
  )
  const figure = (row: ClientRow) => (
    <Figure
      label={`${text.ordersOf(row.name)}, ${format.money(row.measureMinor)}`}
      evidence={{
        title: text.ordersOf(row.name),
        note: text.ordersNote,
        orders: {
          clientId: row.id,
          ...(basis.windowFrom && { from: basis.windowFrom }),
          ...(basis.asOf && { to: basis.asOf }),
        },
      }}
    >
      {format.money(row.measureMinor)}
    </Figure>
  )
  const nameLink = (row: ClientRow) => (
    <Link
      to="/clients/$clientId"
      params={{ clientId: row.id }}
      className="g-plain g-clip"
      style={{ color: 'var(--g-ink)' }}
      tabIndex={-1}
    >
      <span style={{ fontWeight: 550 }}>{row.name}</span>{' '}
      {row.city && <span className="g-3">{row.city}</span>}
      {row.tags.map((tag) => (
        <span key={tag} className="g-tag">
          {tag}
        </span>
      ))}
    </Link>
  )
  const head = isPhone ? (
    <>
      {sort('name', text.columns.client)}
      {sort('measure', text.columns.measure[basis.measure], true)}
    </>
  ) : (
    <>
      <span role="columnheader">
        <span className="g-visually-hidden">{text.selection}</span>
      </span>
      {sort('name', text.columns.client)}
      <span role="columnheader">{text.columns.class}</span>
      {sort('orderDays', text.columns.frequency)}
      {sort('rhythm', text.columns.rhythm)}
      {sort('measure', text.columns.measure[basis.measure], true)}
      <span role="columnheader" className="g-num">
        {text.columns.share}
      </span>
      <span role="columnheader">{text.columns.months}</span>
      {sort('lastOrder', text.columns.last)}
      <span role="columnheader">{text.columns.owner}</span>
    </>
  )
  const onPhone = (row: ClientRow) => (
    <>
      <span role="cell" className="g-row g-clip">
        <ClassStamp value={row.valueClass} />
        <span className="g-clip">
          {nameLink(row)}
          <br />
          <Rhythm state={row.rhythm} ratio={row.rhythmRatio} />
        </span>
      </span>
      <span role="cell" className="g-num">
        {figure(row)}
      </span>
    </>
  )
  const onDesk = (row: ClientRow) => (
    <>
      <span role="cell">{selection && <Choice row={row} selection={selection} />}</span>
      <span role="cell" className="g-clip">
        {nameLink(row)}
      </span>
      <span role="cell">
        <ClassStamp value={row.valueClass} />
      </span>
      <span role="cell">
        {row.orderDays} <span className="g-3">{words.frequency[row.frequencyClass]}</span>
      </span>
      <span role="cell">
        <Rhythm state={row.rhythm} ratio={row.rhythmRatio} />
      </span>
      <span role="cell" className="g-num">
        {figure(row)}
      </span>
      <span role="cell" className="g-num g-3">
        {row.share === null ? '' : format.share(row.share)}
      </span>
      <span role="cell">
        <Sparkline values={row.months} />
      </span>
      <span role="cell" className="g-3">
        {row.daysSince === null ? '' : text.silent(row.daysSince)}
      </span>
      <span role="cell">{row.ownerName && <Avatar name={row.ownerName} />}</span>
    </>
  )
  return (
    <VirtualRows
      key={isPhone ? 'phone' : 'desk'}
      rows={rows}
      keyOf={(row) => row.id}
      columns={isPhone ? narrow : wide}
      rowHeight={isPhone ? 56 : 36}
      head={head}
      label={text.title}
      render={isPhone ? onPhone : onDesk}
      onOpen={open}
      onEnd={onEnd}
      selection={isPhone ? undefined : selection}
    />
  )
}
