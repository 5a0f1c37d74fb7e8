import { useState } from 'react'
import type { FieldValue } from '#features/fields/domain/field.ts'
import { useTexts } from '#web/text.ts'
import { SelectField } from '#web/widgets/field.tsx'
import { useErrorText } from '#web/widgets/states.tsx'
import { useFieldDraft } from './field-draft.ts'
import { FieldInput } from './field-input.tsx'
import { ownFieldTexts } from './own-fields-text.ts'
import { clientTexts } from './text.ts'
import { useFields } from './use-fields.ts'

/** What is written of own fields; null = what was typed cannot be read. */
export type FieldChanges = Record<string, FieldValue | null> | null

/** One own field for many clients: its new value, or none. */
export function SetField({ onChange }: { onChange: (changes: FieldChanges) => void }) {
  const text = useTexts(ownFieldTexts)
  const words = useTexts(clientTexts)
  const errorText = useErrorText()
  const { fields } = useFields()
  const { fromDraft } = useFieldDraft()
  const [fieldId, setFieldId] = useState('')
  const [typed, setTyped] = useState('')
  const [isCleared, setCleared] = useState(false)
  const [fault, setFault] = useState<string>()
  const field = fields.find((it) => it.id === fieldId)
  if (fields.length === 0) return null
  const choose = (id: string, value: string, isEmpty: boolean): void => {
    setFieldId(id)
    setTyped(value)
    setCleared(isEmpty)
    setFault(undefined)
    const chosen = fields.find((it) => it.id === id)
    if (!chosen) return onChange({})
    if (isEmpty) return onChange({ [id]: null })
    try {
      const read = fromDraft(chosen, value)
      // Nothing typed is nothing to change: clearing has a word of its own.
      onChange(read === null ? {} : { [id]: read })
    } catch (error) {
      setFault(errorText(error))
      onChange(null)
    }
  }
  return (
    <>
      <SelectField
        label={text.field}
        value={fieldId}
        options={[['', words.leave] as const, ...fields.map((it) => [it.id, it.name] as const)]}
        onChange={(id) => choose(id, '', false)}
      />
      {field && (
        <>
          {!isCleared && (
            <FieldInput
              field={field}
              value={typed}
              onChange={(value) => choose(fieldId, value, false)}
              error={fault}
            />
          )}
          <label className="g-check">
            <input
              type="checkbox"
              checked={isCleared}
              onChange={({ target }) => choose(fieldId, typed, target.checked)}
            />
            <span>{text.clear}</span>
          </label>
        </>
      )}
    </>
  )
}
