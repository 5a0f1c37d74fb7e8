import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { Door, onSubmit } from './door.tsx'
import { teamTexts } from './text.ts'

/** Where the link of an invitation leads: the person chooses a password and is in. */
export function SetPasswordScreen() {
  const text = useTexts(teamTexts)
  const { token } = useSearch({ from: '/set-password' })
  const [newPassword, setNewPassword] = useState('')
  const save = useMutation({
    mutationFn: () => api.team.setPassword({ body: { token, newPassword } }),
    onSuccess: () => window.location.assign('/clients'),
  })
  return (
    <Door title={text.setPassword}>
      <form className="g-form" onSubmit={onSubmit(() => save.mutate())}>
        <TextField
          label={text.password}
          help={text.passwordHelp}
          type="password"
          value={newPassword}
          onChange={setNewPassword}
          autoComplete="new-password"
          isRequired
        />
        {save.error && <Failure error={save.error} />}
        <button
          type="submit"
          className="g-button is-primary"
          disabled={save.isPending || newPassword.length < 10}
        >
          {text.setPasswordButton}
        </button>
      </form>
    </Door>
  )
}
