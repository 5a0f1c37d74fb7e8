import { NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'

type Common = { label: string; help?: string | undefined; error?: string | undefined }
type TextProps = Common & {
  value: string
  onChange: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'tel' | 'number' | 'date' | 'time'
  autoComplete?: string
  isRequired?: boolean
  isAutofocused?: boolean
  rows?: number
  placeholder?: string
  /** a phone offers digits */
  isNumeric?: boolean
  /** what stands around says the label already; it is told to screen readers only */
  isLabelHidden?: boolean
  /** the part of the label that is to be seen, where the rest stands around */
  shownLabel?: string
}

const focusOnMount = (control: HTMLElement | null): void => control?.focus({ preventScroll: true })

// Help stands below the control, the error under it, the label above.
const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'error', 'description']

/** A line (or lines) of text with label, help and error. */
export function TextField({
  label,
  help,
  error,
  value,
  onChange,
  type = 'text',
  isRequired,
  isAutofocused,
  rows,
  autoComplete,
  placeholder,
  isNumeric,
  isLabelHidden,
  shownLabel,
}: TextProps) {
  const shared = {
    ...((isLabelHidden || shownLabel !== undefined) && { 'aria-label': label }),
    ...(!isLabelHidden && { label: shownLabel ?? label }),
    ...(isNumeric && { inputMode: 'decimal' as const }),
    description: help,
    error,
    value,
    required: isRequired ?? false,
    withAsterisk: false,
    inputWrapperOrder: order,
    ...(autoComplete !== undefined && { autoComplete }),
    ...(placeholder !== undefined && { placeholder }),
    // A drawer looks for the mark when it opens; what comes later takes the focus itself.
    ...(isAutofocused && { 'data-autofocus': true, ref: focusOnMount }),
  }
  if (rows)
    return <Textarea {...shared} rows={rows} onChange={(event) => onChange(event.currentTarget.value)} />
  if (type === 'password')
    return <PasswordInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
  return <TextInput {...shared} type={type} onChange={(event) => onChange(event.currentTarget.value)} />
}

type SelectProps<T extends string> = Common & {
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}

/** One of a few: the system's own list, which works on every phone. */
export function SelectField<T extends string>({
  label,
  help,
  error,
  value,
  options,
  onChange,
}: SelectProps<T>) {
  return (
    <NativeSelect
      label={label}
      description={help}
      error={error}
      value={value}
      inputWrapperOrder={order}
      data={options.map(([key, name]) => ({ value: key, label: name }))}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    />
  )
}
