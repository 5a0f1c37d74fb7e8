import { IconPlus, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { MOST_OTHERS } from '../contract.ts'
import { ownFieldTexts } from './own-fields-text.ts'

/** Lists of a client's further contacts. */
export type ContactList = 'otherPhones' | 'otherEmails' | 'addresses'

/** Further phones, e-mails or addresses: a line each, added and taken away one by one. */
export function ContactRows({
  list,
  values,
  onChange,
  errorOf,
  note,
}: {
  list: ContactList
  values: readonly string[]
  onChange: (values: string[]) => void
  /** what is wrong with this line */
  errorOf: (value: string) => string | undefined
  /** what stands there by now, when somebody else has changed it */
  note: string | undefined
}) {
  const text = useTexts(ownFieldTexts)
  const place = useRef<HTMLFieldSetElement>(null)
  const before = useRef(values.length)
  // A line just added is where one goes on typing.
  useEffect(() => {
    if (values.length > before.current) [...(place.current?.querySelectorAll('input') ?? [])].at(-1)?.focus()
    before.current = values.length
  }, [values.length])
  return (
    <fieldset ref={place} className="g-stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
      {values.length > 0 && (
        <legend className="g-sm g-strong" style={{ padding: 0, marginBottom: 4 }}>
          {text.groups[list]}
        </legend>
      )}
      {values.map((value, index) => (
        // Lines have no names of their own; they are told apart by where they stand.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="g-row" style={{ alignItems: 'flex-start' }}>
          <div className="g-grow">
            <TextField
              label={`${text.row[list]} ${index + 1}`}
              isLabelHidden
              type={list === 'otherPhones' ? 'tel' : 'text'}
              value={value}
              onChange={(next) => onChange(values.with(index, next))}
              error={errorOf(value)}
            />
          </div>
          <button
            type="button"
            className="g-button is-quiet"
            aria-label={`${text.remove}: ${value || `${text.row[list]} ${index + 1}`}`}
            onClick={() => onChange(values.toSpliced(index, 1))}
          >
            <IconX />
          </button>
        </div>
      ))}
      {note && <span className="g-xs g-bad">{note}</span>}
      {values.length < MOST_OTHERS && (
        <div>
          <button type="button" className="g-link g-sm" onClick={() => onChange([...values, ''])}>
            <IconPlus size={14} /> {text.more[list]}
          </button>
        </div>
      )}
    </fieldset>
  )
}
