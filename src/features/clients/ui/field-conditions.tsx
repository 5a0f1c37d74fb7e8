import { useState } from 'react'
import { type FieldAsk, readAsks, writeAsks } from '#features/fields/domain/conditions.ts'
import type { Field } from '#features/fields/domain/field.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { useErrorText } from '#web/widgets/states.tsx'
import { Choices } from './choices.tsx'
import { useFieldDraft } from './field-draft.ts'
import { useCurrencySign } from './field-input.tsx'
import { ownFieldTexts } from './own-fields-text.ts'
import { useFields } from './use-fields.ts'

/** What is typed of one field: both ends of a range, or one value. */
type Typed = { from: string; to: string }
const nothing: Typed = { from: '', to: '' }

const without = (asks: readonly FieldAsk[], fieldId: string): FieldAsk[] =>
  asks.filter((ask) => ask.fieldId !== fieldId)

/**
 * Conditions on own fields. What is pressed applies at once (`onSet`); what is typed waits for the drawer's button
 * (`onType`), null = it cannot be read.
 */
export function FieldConditions({
  asked,
  onSet,
  onType,
}: {
  asked: string
  onSet: (asked: string) => void
  onType: (asked: string | null) => void
}) {
  const { fields } = useFields()
  const asks = readAsks(asked) ?? []
  const { toDraft, fromDraft } = useFieldDraft()
  const errorText = useErrorText()
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({})

  const standing = (field: Field): Typed => {
    const ask = asks.find((it) => it.fieldId === field.id)
    const draft = (value: string | null | undefined): string => {
      if (value === null || value === undefined) return ''
      const isNumber = field.kind === 'number' || field.kind === 'money'
      return toDraft(field, isNumber ? Number(value) : value)
    }
    if (ask?.kind === 'range') return { from: draft(ask.from), to: draft(ask.to) }
    return ask?.kind === 'is' ? { from: draft(ask.values[0]), to: '' } : nothing
  }
  const askOf = (field: Field, { from, to }: Typed): FieldAsk | null => {
    const [low, high] = [from, to].map((it) => {
      const value = fromDraft(field, it)
      return value === null ? null : String(value)
    })
    if (field.kind === 'text') return low ? { fieldId: field.id, kind: 'is', values: [low] } : null
    if (!low && !high) return null
    return { fieldId: field.id, kind: 'range', from: low ?? null, to: high ?? null }
  }
  const fault = (field: Field, value: string): string | undefined => {
    try {
      fromDraft(field, value)
      return undefined
    } catch (error) {
      return errorText(error)
    }
  }
  // What is typed stands over what the list is asked by now.
  const tell = (all: typeof typed, standingAsks: readonly FieldAsk[]): void => {
    setTyped(all)
    try {
      const written = fields.flatMap((it) => {
        const own = all[it.id]
        const ask = own && askOf(it, own)
        return ask ? [ask] : []
      })
      onType(writeAsks([...standingAsks.filter((ask) => !(ask.fieldId in all)), ...written]))
    } catch {
      onType(null)
    }
  }
  const press = (field: Field, ask: FieldAsk | null): void => {
    const { [field.id]: _gone, ...others } = typed
    const next = [...without(asks, field.id), ...(ask ? [ask] : [])]
    onSet(writeAsks(next))
    tell(others, next)
  }
  return fields.map((field) => (
    <Condition
      key={field.id}
      field={field}
      ask={asks.find((it) => it.fieldId === field.id) ?? null}
      typed={typed[field.id] ?? standing(field)}
      fault={(value) => fault(field, value)}
      onType={(next) => tell({ ...typed, [field.id]: next }, asks)}
      onPress={(ask) => press(field, ask)}
    />
  ))
}

function Condition({
  field,
  ask,
  typed,
  fault,
  onType,
  onPress,
}: {
  field: Field
  ask: FieldAsk | null
  typed: Typed
  fault: (value: string) => string | undefined
  onType: (typed: Typed) => void
  onPress: (ask: FieldAsk | null) => void
}) {
  const text = useTexts(ownFieldTexts)
  const sign = useCurrencySign()
  const isChoice = field.kind === 'choice'
  const chosen = ask?.kind === 'is' && isChoice ? [...ask.values] : ask ? [ask.kind] : []
  const toggle = (value: string): void => {
    if (value === 'filled' || value === 'empty')
      return onPress(ask?.kind === value ? null : { fieldId: field.id, kind: value })
    const before = ask?.kind === 'is' ? ask.values : []
    const values = before.includes(value) ? before.filter((it) => it !== value) : [...before, value]
    onPress(values.length > 0 ? { fieldId: field.id, kind: 'is', values } : null)
  }
  const [from, to] = field.kind === 'date' ? [text.fromDay, text.toDay] : [text.from, text.to]
  const input = (end: keyof Typed, label: string) => (
    <TextField
      label={`${field.name}: ${label}`}
      shownLabel={label}
      type={field.kind === 'date' ? 'date' : 'text'}
      isNumeric={field.kind === 'number' || field.kind === 'money'}
      value={typed[end]}
      onChange={(value) => onType({ ...typed, [end]: value })}
      error={fault(typed[end])}
    />
  )
  return (
    <div className="g-stack-tight">
      <Choices
        legend={field.kind === 'money' ? `${field.name}, ${sign}` : field.name}
        values={[
          ...field.choices
            .filter((choice) => !choice.isRemoved)
            .map((choice) => [choice.id, choice.name] as const),
          ['filled', text.filled],
          ['empty', text.empty],
        ]}
        chosen={chosen.join(',')}
        onToggle={toggle}
      />
      {field.kind === 'text' && input('from', text.exactly)}
      {!isChoice && field.kind !== 'text' && (
        <div className="g-pair">
          {input('from', from)}
          {input('to', to)}
        </div>
      )}
    </div>
  )
}
