import { useTexts } from '../text.ts'
import { TextField } from './field.tsx'
import { widgetTexts } from './text.ts'

/** What was typed as minutes: null = nothing, 'bad' = not whole minutes of a day. */
export function minutesOf(typed: string): number | null | 'bad' {
  if (typed.trim() === '') return null
  const minutes = Number(typed)
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440 ? minutes : 'bad'
}

/** How long a talk took; it may be left empty. */
export function MinutesField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const text = useTexts(widgetTexts)
  return (
    <TextField
      label={text.minutes}
      value={value}
      onChange={onChange}
      error={minutesOf(value) === 'bad' ? text.badMinutes : undefined}
      isNumeric
    />
  )
}
