import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { findPasswordFault } from '../domain/password-rules.ts'
import { Door, onSubmit } from './door.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { CodeForm } from './sign-in-form.tsx'
import { teamTexts } from './text.ts'

const enter = (): void => window.location.assign('/')

function PasswordForm({ token, person }: { token: string; person: { name: string; email: string } }) {
  const text = useTexts(teamTexts)
  const [newPassword, setNewPassword] = useState('')
  const save = useMutation({
    mutationFn: () => api.team.setPassword({ body: { token, newPassword } }),
    onSuccess: ({ needsCode }) => (needsCode ? undefined : enter()),
  })
  if (save.data?.needsCode)
    return <CodeForm onDone={enter} onBack={() => window.location.assign('/sign-in')} />
  return (
    <form className="g-form" onSubmit={onSubmit(() => save.mutate())}>
      <p className="g-2">
        {person.name}, {person.email}
      </p>
      <NewPasswordField label={text.password} value={newPassword} onChange={setNewPassword} person={person} />
      {save.error && <Failure error={save.error} />}
      <button
        type="submit"
        className="g-button is-primary"
        disabled={save.isPending || findPasswordFault(newPassword, person) !== null}
      >
        {text.setPasswordButton}
      </button>
    </form>
  )
}

/** Where the link of an invitation leads: the person chooses a password and is in. */
export function SetPasswordScreen() {
  const text = useTexts(teamTexts)
  const { token } = useSearch({ from: '/set-password' })
  const link = useQuery({
    queryKey: ['team', 'link', token],
    queryFn: () => api.team.checkLink({ body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Door title={text.setPassword}>
      <Answer query={link} rows={2}>
        {(person) => <PasswordForm token={token} person={person} />}
      </Answer>
      {link.error && (
        <Link to="/sign-in" className="g-button">
          {text.signInButton}
        </Link>
      )}
    </Door>
  )
}
