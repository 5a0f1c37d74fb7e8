import type { Field } from '#features/fields/domain/field.ts'
import { useSession } from '#web/session.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ownFieldTexts } from './own-fields-text.ts'

/** ₽ or $, as it stands behind an amount. */
export function useCurrencySign(): string {
  const language = useLanguage()
  const { currency } = useSession().workspace
  const parts = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** The control that fits what the field holds. */
export function FieldInput({
  field,
  value,
  onChange,
  error,
}: {
  field: Field
  value: string
  onChange: (value: string) => void
  error?: string | undefined
}) {
  const text = useTexts(ownFieldTexts)
  const sign = useCurrencySign()
  const help = field.description ?? undefined
  if (field.kind === 'choice') {
    const offered = field.choices.filter((choice) => !choice.isRemoved || choice.id === value)
    return (
      <SelectField
        label={field.name}
        help={help}
        error={error}
        value={value}
        options={[
          ['', text.notChosen] as const,
          ...offered.map(
            (choice) => [choice.id, choice.isRemoved ? text.isRemoved(choice.name) : choice.name] as const,
          ),
        ]}
        onChange={onChange}
      />
    )
  }
  return (
    <TextField
      label={field.kind === 'money' ? `${field.name}, ${sign}` : field.name}
      help={help}
      error={error}
      value={value}
      onChange={onChange}
      type={field.kind === 'date' ? 'date' : 'text'}
      isNumeric={field.kind === 'number' || field.kind === 'money'}
    />
  )
}
