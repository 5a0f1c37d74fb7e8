import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { findPasswordFault } from '../domain/password-rules.ts'
import { onSubmit } from './door.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { teamTexts } from './text.ts'

/** One's own password, changed by whoever knows it. */
export function MyPassword() {
  const text = useTexts(teamTexts)
  const { user } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const change = useMutation({
    mutationFn: () => api.team.changePassword({ body: { currentPassword, newPassword } }),
    onSuccess: async () => {
      setCurrent('')
      setNew('')
      toast(text.passwordChanged)
      await client.invalidateQueries({ queryKey: ['team', 'sessions'] })
    },
  })
  return (
    <form className="g-form" onSubmit={onSubmit(() => change.mutate())}>
      <TextField
        label={text.currentPassword}
        type="password"
        value={currentPassword}
        onChange={setCurrent}
        autoComplete="current-password"
        isRequired
      />
      <NewPasswordField label={text.newPassword} value={newPassword} onChange={setNew} person={user} />
      {change.error && <Failure error={change.error} />}
      <button
        type="submit"
        className="g-button"
        disabled={change.isPending || findPasswordFault(newPassword, user) !== null}
      >
        {text.changePassword}
      </button>
    </form>
  )
}
