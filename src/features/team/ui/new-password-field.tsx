import { refusalText } from '#refusals.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { findPasswordFault } from '../domain/password-rules.ts'
import { teamTexts } from './text.ts'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  person: { name: string; email: string }
}

/** A password to be: what is wrong with it is said while it is typed. */
export function NewPasswordField({ label, value, onChange, person }: Props) {
  const text = useTexts(teamTexts)
  const language = useLanguage()
  const fault = value === '' ? 'short' : findPasswordFault(value, person)
  return (
    <TextField
      label={label}
      help={fault === null ? text.passwordGood : text.passwordHelp}
      {...(fault !== null &&
        fault !== 'short' && { error: refusalText(language, 'weakPassword', { fault }) })}
      type="password"
      value={value}
      onChange={onChange}
      autoComplete="new-password"
      isRequired
    />
  )
}
