import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../shortcuts.ts'

type Props<T> = {
  rows: readonly T[]
  keyOf: (row: T) => string
  columns: string
  head: ReactNode
  label: string
  render: (row: T) => ReactNode
  onOpen: (row: T) => void
  /** called as the end comes into view */
  onEnd: () => void
  rowHeight?: number
}

/** A long list of which only the rows in view exist; J and K walk it, Enter opens. */
export function VirtualRows<T>({
  rows,
  keyOf,
  columns,
  head,
  label,
  render,
  onOpen,
  onEnd,
  rowHeight = 36,
}: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(-1)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: rowHeight,
  })
  const items = virtual.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 15) onEnd()
  }, [lastSeen, rows.length, onEnd])
  const step = (by: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, current + by))
    setCurrent(next)
    virtual.scrollToIndex(next)
  }
  useShortcuts({
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    Enter: (event) => {
      const row = rows[current]
      if (!row || event.target !== document.body) return false
      onOpen(row)
      return true
    },
  })
  const grid: CSSProperties = { gridTemplateColumns: columns }
  return (
    <div
      className="g-vlist"
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length}
      tabIndex={0}
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
              className={`g-grid-row is-body${item.index === current ? ' is-current' : ''}`}
              style={{ ...grid, top: item.start, height: item.size }}
              onClick={(event) => {
                if (!(event.target as HTMLElement).closest('a, button')) onOpen(row)
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
