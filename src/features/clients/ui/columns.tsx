import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { Avatar, ClassStamp, Rhythm, Sparkline } from '#web/widgets/marks.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import type { ClientRow, ClientSort } from '../contract.ts'
import { clientTexts } from './text.ts'
import { useFields, useShowValue } from './use-fields.ts'

/** What the figures of a list rest on. */
export type Basis = { asOf: string | null; windowFrom: string | null; measure: 'turnover' | 'profit' }

/** A column of the client list. */
export type ListColumn = {
  /** as it is kept on the server: letters, digits, '_', ':' and '-' */
  id: string
  heading: string
  cell: (row: ClientRow) => ReactNode
  /** what a click on the heading sorts by */
  sort?: ClientSort
  isNumber?: boolean
  isQuiet?: boolean
  /** shown until the person chooses */
  isDefault?: boolean
  /** always shown, before all others */
  isFixed?: boolean
  /** least width in pixels; the column takes no more unless it grows */
  width: number
  grow?: number
}

function Name({ row, hasCity, hasTags }: { row: ClientRow; hasCity: boolean; hasTags: boolean }) {
  return (
    <Link
      to="/clients/$clientId"
      params={{ clientId: row.id }}
      className="g-plain g-clip"
      style={{ color: 'var(--g-ink)' }}
      tabIndex={-1}
    >
      <span style={{ fontWeight: 550 }}>{row.name}</span>{' '}
      {hasCity && row.city && <span className="g-3">{row.city}</span>}
      {hasTags && <Tags names={row.tags} />}
    </Link>
  )
}

const Tags = ({ names }: { names: readonly string[] }) =>
  names.map((tag) => (
    <span key={tag} className="g-tag">
      {tag}
    </span>
  ))

/** Every column that the list can show, in the order in which they are offered; the name says what no chosen column does. */
export function useColumns(basis: Basis, chosen: readonly string[] | null, isBin = false): ListColumn[] {
  const text = useTexts(clientTexts)
  const words = useTexts(widgetTexts)
  const format = useFormat()
  const { fields } = useFields()
  const showValue = useShowValue()
  const measure = (row: ClientRow) => (
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
  const { columns: names } = text
  const archived: ListColumn = {
    id: 'archived',
    heading: text.archivedAt,
    cell: ({ archivedAt, archivedBy }) =>
      archivedAt !== null && text.archivedBy(format.instant(archivedAt), archivedBy ?? text.machine),
    isFixed: true,
    width: 230,
  }
  return [
    {
      id: 'client',
      heading: names.client,
      cell: (row) => (
        <Name row={row} hasCity={!chosen?.includes('city')} hasTags={!chosen?.includes('tags')} />
      ),
      sort: 'name',
      isFixed: true,
      width: 180,
      grow: 1.6,
    },
    ...(isBin ? [archived] : []),
    {
      id: 'class',
      heading: names.class,
      cell: (row) => <ClassStamp value={row.valueClass} />,
      isDefault: true,
      width: 44,
    },
    {
      id: 'orderDays',
      heading: names.frequency,
      cell: (row) => (
        <>
          {row.orderDays} <span className="g-3">{words.frequency[row.frequencyClass]}</span>
        </>
      ),
      sort: 'orderDays',
      isDefault: true,
      width: 110,
    },
    {
      id: 'rhythm',
      heading: names.rhythm,
      cell: (row) => <Rhythm state={row.rhythm} ratio={row.rhythmRatio} />,
      sort: 'rhythm',
      isDefault: true,
      width: 190,
    },
    {
      id: 'measure',
      heading: names.measure[basis.measure],
      cell: measure,
      sort: 'measure',
      isNumber: true,
      isDefault: true,
      width: 130,
    },
    {
      id: 'share',
      heading: names.share,
      cell: (row) => row.share !== null && format.share(row.share),
      isNumber: true,
      isQuiet: true,
      isDefault: true,
      width: 60,
    },
    {
      id: 'months',
      heading: names.months,
      cell: (row) => <Sparkline values={row.months} />,
      isDefault: true,
      width: 92,
    },
    {
      id: 'lastOrder',
      heading: names.last,
      cell: (row) => row.daysSince !== null && text.silent(row.daysSince),
      sort: 'lastOrder',
      isQuiet: true,
      isDefault: true,
      width: 128,
    },
    {
      id: 'owner',
      heading: names.owner,
      cell: (row) => row.ownerName && <Avatar name={row.ownerName} />,
      isDefault: true,
      width: 36,
    },
    {
      id: 'atStake',
      heading: names.atStake,
      cell: (row) => row.atStakeMinor !== null && format.money(row.atStakeMinor),
      sort: 'atStake',
      isNumber: true,
      width: 120,
    },
    {
      id: 'gap',
      heading: names.gap,
      cell: (row) => row.gapDays !== null && text.days(Math.round(row.gapDays)),
      isNumber: true,
      isQuiet: true,
      width: 100,
    },
    { id: 'ownerName', heading: names.ownerName, cell: (row) => row.ownerName, width: 140 },
    { id: 'city', heading: names.city, cell: (row) => row.city, width: 130 },
    {
      id: 'tags',
      heading: names.tags,
      cell: (row) => <Tags names={row.tags} />,
      width: 150,
    },
    { id: 'externalId', heading: names.externalId, cell: (row) => row.externalId, isQuiet: true, width: 110 },
    ...fields.map((field): ListColumn => {
      const isNumber = field.kind === 'number' || field.kind === 'money'
      return {
        id: `field:${field.id}`,
        heading: field.name,
        cell: (row) => {
          const value = row.fields[field.id]
          return value === undefined ? null : showValue(field, value)
        },
        isNumber,
        width: isNumber || field.kind === 'date' ? 120 : 150,
      }
    }),
  ]
}
