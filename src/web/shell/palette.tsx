import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useContext, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { api } from '../api.ts'
import { useTexts } from '../text.ts'
import { ClassStamp } from '../widgets/marks.tsx'
import { QuickAddContext } from '../widgets/quick-add.tsx'
import type { Destination } from './destinations.ts'
import { shellTexts } from './text.ts'

type Item = { key: string; label: string; note?: string; stamp?: 'A' | 'B' | 'C' | 'none'; run: () => void }

/** Finds a client, a screen or a command; all by keyboard. */
export function Palette({
  destinations,
  onClose,
}: {
  destinations: readonly Destination[]
  onClose: () => void
}) {
  const text = useTexts(shellTexts)
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const asked = useDeferredValue(typed.trim())
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const before = document.activeElement
    input.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const found = useQuery({
    queryKey: ['clients', 'search', asked],
    queryFn: () => api.clients.search({ query: { text: asked } }),
    enabled: asked.length > 0,
  })
  const quickAdd = useContext(QuickAddContext)
  const acts: Item[] = quickAdd
    ? [{ key: 'quickAdd', label: text.newLead, note: text.act, run: quickAdd }]
    : []
  const places: Item[] = destinations
    .map(
      (it): Item => ({ key: it.to, label: it.label, note: text.go, run: () => void navigate({ to: it.to }) }),
    )
    .concat(acts)
    .filter((it) => it.label.toLowerCase().includes(asked.toLowerCase()))
  const clients: Item[] = (found.data?.rows ?? []).map((row) => ({
    key: row.id,
    label: row.name,
    stamp: row.valueClass,
    note: [row.city, row.inn].filter(Boolean).join(' · '),
    run: () => void navigate({ to: '/clients/$clientId', params: { clientId: row.id } }),
  }))
  const items = asked ? [...clients, ...places] : places
  const current = Math.min(chosen, Math.max(0, items.length - 1))
  const run = (item: Item | undefined): void => {
    if (!item) return
    onClose()
    item.run()
  }
  const hear = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') onClose()
    else if (event.key === 'ArrowDown') setChosen((current + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp') setChosen((current - 1 + items.length) % Math.max(1, items.length))
    else if (event.key === 'Enter') run(items[current])
    else if (event.key !== 'Tab') return
    event.preventDefault()
  }
  return (
    <div className="g-palette" role="dialog" aria-modal="true" aria-label={text.palette}>
      <button type="button" className="g-drawer-back" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div className="g-palette-panel">
        <input
          ref={input}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setChosen(0)
          }}
          onKeyDown={hear}
          placeholder={text.palettePlaceholder}
          role="combobox"
          aria-label={text.palette}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
        />
        <div role="listbox" id={listId} aria-label={text.palette} tabIndex={-1}>
          {items.map((item, index) => (
            // The box keeps the focus; options are chosen by its keys or by the pointer.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={item.key}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === current}
              onMouseEnter={() => setChosen(index)}
              onClick={() => run(item)}
            >
              {item.stamp && <ClassStamp value={item.stamp} />}
              <span className="g-grow g-clip">{item.label}</span>
              <span className="g-xs g-3">{item.note}</span>
            </div>
          ))}
          {items.length === 0 && (
            <div role="option" aria-selected="false" aria-disabled="true" className="g-3">
              {text.nothing}
            </div>
          )}
        </div>
      </div>
    </div>
  )
}
