import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { ClassStamp } from '#web/widgets/marks.tsx'
import { funnelTexts } from './text.ts'

/** A client that is known, or the name of one to be added. */
export type ChosenClient = { id: string | null; name: string }
type Option = ChosenClient & { note: string; stamp: 'A' | 'B' | 'C' | 'none' | null }

type Props = {
  value: ChosenClient | null
  onChange: (client: ChosenClient | null) => void
  error: string | undefined
}

/** Finds the client of a deal as one types; who is not found is added by name. */
export function ClientChoice({ value, onChange, error }: Props) {
  const text = useTexts(funnelTexts)
  const id = useId()
  const [typed, setTyped] = useState(value?.name ?? '')
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const asked = useDeferredValue(typed.trim())
  const found = useQuery({
    queryKey: ['clients', 'search', asked],
    queryFn: () => api.clients.search({ query: { text: asked } }),
    enabled: isOpen && asked.length > 0,
    placeholderData: (before) => before,
  })
  const known = (found.data?.rows ?? []).slice(0, 7).map(
    (row): Option => ({
      id: row.id,
      name: row.name,
      stamp: row.valueClass,
      note: [row.city, row.inn].filter(Boolean).join(' · '),
    }),
  )
  const isNamed = known.some((it) => it.name.toLowerCase() === asked.toLowerCase())
  const options: Option[] =
    asked === '' ? [] : isNamed ? known : [...known, { id: null, name: typed.trim(), note: '', stamp: null }]
  const current = Math.min(at, Math.max(0, options.length - 1))
  const isListed = isOpen && options.length > 0
  const choose = (option: Option | undefined): void => {
    if (!option) return
    setTyped(option.name)
    setOpen(false)
    onChange({ id: option.id, name: option.name })
  }
  const hear = (event: React.KeyboardEvent): void => {
    if (!isListed) return
    if (event.key === 'ArrowDown') setAt((current + 1) % options.length)
    else if (event.key === 'ArrowUp') setAt((current - 1 + options.length) % options.length)
    else if (event.key === 'Enter') choose(options[current])
    else if (event.key === 'Escape') {
      // Closes the list, not the drawer around it.
      event.stopPropagation()
      setOpen(false)
    } else return
    event.preventDefault()
  }
  return (
    <div className="g-field g-combo">
      <label htmlFor={id}>{text.client}</label>
      <input
        id={id}
        className="g-input"
        value={typed}
        autoComplete="off"
        role="combobox"
        aria-expanded={isListed}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isListed ? `${id}-${current}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
          setOpen(true)
          onChange(null)
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={hear}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={text.client}
        hidden={!isListed}
        className="g-combo-list"
      >
        {options.map((option, index) => (
          // The box keeps the focus; options are chosen by its keys or by the pointer.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={option.id ?? 'new'}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            onMouseEnter={() => setAt(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            {option.stamp && <ClassStamp value={option.stamp} />}
            <span className="g-grow g-clip">
              {option.id === null ? text.newClient(option.name) : option.name}
            </span>
            <span className="g-xs g-3">{option.note}</span>
          </div>
        ))}
      </div>
      <span id={`${id}-help`} className={error ? 'g-error' : 'g-help'} role={error ? 'alert' : undefined}>
        {error ?? (value && value.id === null ? text.clientWillBe : text.clientHelp)}
      </span>
    </div>
  )
}
