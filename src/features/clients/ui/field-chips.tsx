import { IconX } from '@tabler/icons-react'
import { type FieldAsk, readAsks, writeAsks } from '#features/fields/domain/conditions.ts'
import type { Field } from '#features/fields/domain/field.ts'
import { useTexts } from '#web/text.ts'
import { widgetTexts } from '#web/widgets/text.ts'
import type { ListState } from './list-state.ts'
import { ownFieldTexts } from './own-fields-text.ts'
import { useFields, useShowValue } from './use-fields.ts'

/** The conditions on own fields, a chip each. */
export function FieldChips({ asked, set }: { asked: string; set: ListState['set'] }) {
  const text = useTexts(ownFieldTexts)
  const words = useTexts(widgetTexts)
  const { fields } = useFields()
  const showValue = useShowValue()
  const asks = readAsks(asked) ?? []
  const said = (field: Field, ask: FieldAsk): string => {
    if (ask.kind === 'empty') return text.empty
    if (ask.kind === 'filled') return text.filled
    if (ask.kind === 'is') return ask.values.map((value) => showValue(field, value)).join(', ')
    const [from, to] = field.kind === 'date' ? [text.fromDay, text.toDay] : [text.from, text.to]
    return [
      ask.from !== null && `${from} ${showValue(field, ask.from)}`,
      ask.to !== null && `${to} ${showValue(field, ask.to)}`,
    ]
      .filter(Boolean)
      .join(' ')
  }
  return asks.map((ask, index) => {
    const field = fields.find((it) => it.id === ask.fieldId)
    if (!field) return null
    return (
      // Two conditions on one field may stand side by side.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={`${ask.fieldId} ${index}`} className="g-chip">
        <span>{field.name}</span>
        <b>{said(field, ask)}</b>
        <button
          type="button"
          aria-label={`${words.remove}: ${field.name}`}
          onClick={() => set({ fields: writeAsks(asks.toSpliced(index, 1)) || undefined })}
        >
          <IconX size={14} />
        </button>
      </span>
    )
  })
}
