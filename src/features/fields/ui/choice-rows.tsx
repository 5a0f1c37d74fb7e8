import { IconPlus, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { MOST_CHOICES, sameName } from '../domain/field.ts'
import { fieldTexts } from './text.ts'

/** A choice as the form holds it; one without an id is new. */
export type ChoiceDraft = { id?: string; name: string }

/** The values that a field of choices takes, a line each. */
export function ChoiceRows({
  choices,
  onChange,
  error,
  wrongName,
}: {
  choices: readonly ChoiceDraft[]
  onChange: (choices: ChoiceDraft[]) => void
  error: string | undefined
  /** the name that the error is about; it stands at the last line of that name, or under all of them */
  wrongName: string | undefined
}) {
  const text = useTexts(fieldTexts)
  const place = useRef<HTMLFieldSetElement>(null)
  const before = useRef(choices.length)
  // A line just added is where one goes on typing.
  useEffect(() => {
    if (choices.length === before.current + 1)
      [...(place.current?.querySelectorAll('input') ?? [])].at(-1)?.focus()
    before.current = choices.length
  }, [choices.length])
  const wrongAt =
    wrongName === undefined ? -1 : choices.findLastIndex((it) => sameName(it.name) === sameName(wrongName))
  return (
    <fieldset ref={place} className="g-stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="g-sm g-strong" style={{ padding: 0, marginBottom: 4 }}>
        {text.choices}
      </legend>
      {choices.map((choice, index) => (
        // New lines have no names yet; they are told apart by where they stand.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={choice.id ?? `new ${index}`} className="g-row" style={{ alignItems: 'flex-start' }}>
          <div className="g-grow">
            <TextField
              label={text.choice(index + 1)}
              isLabelHidden
              value={choice.name}
              onChange={(name) => onChange(choices.with(index, { ...choice, name }))}
              error={index === wrongAt ? error : undefined}
            />
          </div>
          <button
            type="button"
            className="g-button is-quiet"
            aria-label={text.removeChoice(choice.name || text.choice(index + 1))}
            onClick={() => onChange(choices.toSpliced(index, 1))}
          >
            <IconX />
          </button>
        </div>
      ))}
      {error && wrongAt < 0 && (
        <div className="g-sm g-bad" role="alert">
          {error}
        </div>
      )}
      {choices.length < MOST_CHOICES && (
        <div>
          <button type="button" className="g-link g-sm" onClick={() => onChange([...choices, { name: '' }])}>
            <IconPlus size={14} /> {text.addChoice}
          </button>
        </div>
      )}
    </fieldset>
  )
}
