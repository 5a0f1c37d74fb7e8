import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../shortcuts.ts'

type Props<T> = {
  rows: readonly T[]
  keyOf: (row: T) => string
  columns: string
  /** below this the rows scroll sideways */
  minWidth?: number
  head: ReactNode
  label: string
  render: (row: T) => ReactNode
  onOpen: (row: T) => void
  /** called as the end comes into view */
  onEnd: () => void
  rowHeight?: number
  /** where the reader was, and the way to remember it */
  place?: Place
  onPlace?: (place: Partial<Place>) => void
  /** X chooses the row, Shift with J or K goes on choosing, Ctrl A chooses all that is loaded */
  selection?: Selection | undefined
}

/** Where a reader is in a list: the row they stand on, by key, and how far they scrolled. */
export type Place = { key: string | null; top: number }

/** The rows that are chosen, by key. */
export type Selection = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }

/** A long list of which only the rows in view exist; J and K walk it, Enter opens. */
export function VirtualRows<T>({
  rows,
  keyOf,
  columns,
  minWidth,
  head,
  label,
  render,
  onOpen,
  onEnd,
  rowHeight = 36,
  place,
  onPlace,
  selection,
}: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(() =>
    place?.key ? rows.findIndex((row) => keyOf(row) === place.key) : -1,
  )
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: rowHeight,
    initialOffset: place?.top ?? 0,
  })
  // Whoever walked on from page to page comes back to where they ended.
  const [returnsTo] = useState(current)
  useEffect(() => {
    if (returnsTo >= 0) virtual.scrollToIndex(returnsTo, { align: 'auto' })
  }, [virtual, returnsTo])
  const items = virtual.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 15) onEnd()
  }, [lastSeen, rows.length, onEnd])
  const step = (by: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, current + by))
    setCurrent(next)
    const row = rows[next]
    if (row !== undefined) onPlace?.({ key: keyOf(row) })
    virtual.scrollToIndex(next)
  }
  const choose = (index: number, isChosen?: boolean): void => {
    const row = rows[index]
    if (!selection || row === undefined) return
    const chosen = new Set(selection.chosen)
    if (isChosen ?? !chosen.has(keyOf(row))) chosen.add(keyOf(row))
    else chosen.delete(keyOf(row))
    selection.onChange(chosen)
  }
  const stretch = (by: number): void => {
    choose(Math.max(0, current), true)
    step(by)
    choose(current + by, true)
  }
  useShortcuts({
    ...(selection && {
      KeyX: () => choose(Math.max(0, current)),
      'Shift+KeyJ': () => stretch(1),
      'Shift+KeyK': () => stretch(-1),
      'Mod+KeyA': (event: KeyboardEvent) => {
        if (event.target instanceof HTMLInputElement) return false
        selection.onChange(new Set(rows.map(keyOf)))
        return true
      },
    }),
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    Enter: (event) => {
      const row = rows[current]
      if (!row || event.target !== document.body) return false
      onOpen(row)
      return true
    },
  })
  const grid: CSSProperties = { gridTemplateColumns: columns, ...(minWidth && { minWidth }) }
  return (
    <div
      className="g-vlist"
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length}
      tabIndex={0}
      onScroll={(event) => onPlace?.({ top: event.currentTarget.scrollTop })}
    >
      <div className="g-grid-row is-head" role="row" style={grid}>
        {head}
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return (
            // By keyboard a row opens with Enter (J and K walk the rows); the click is the pointer's way.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={keyOf(row)}
              role="row"
              aria-selected={selection ? selection.chosen.has(keyOf(row)) : undefined}
              className={`g-grid-row is-body${item.index === current ? ' is-current' : ''}`}
              style={{ ...grid, top: item.start, height: item.size }}
              onClick={(event) => {
                if (!(event.target as HTMLElement).closest('a, button, label')) onOpen(row)
              }}
            >
              {render(row)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
