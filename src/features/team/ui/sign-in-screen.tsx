import { useMutation, useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { Door, onSubmit } from './door.tsx'
import { teamTexts } from './text.ts'

/** Signing in; before the first run, the way to the wizard. */
export function SignInScreen() {
  const text = useTexts(teamTexts)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const setup = useQuery({ queryKey: ['team', 'setup'], queryFn: () => api.team.getSetup() })
  const signIn = useMutation({
    mutationFn: () => api.team.signIn({ body: { email, password } }),
    // A fresh page: nothing of whoever was here before stays in memory.
    onSuccess: () => window.location.assign('/clients'),
  })
  if (setup.data?.isNeeded) return <Navigate to="/setup" />
  return (
    <Door title={text.signIn}>
      <form className="g-form" onSubmit={onSubmit(() => signIn.mutate())}>
        <TextField
          label={text.email}
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="username"
          isRequired
          isAutofocused
        />
        <TextField
          label={text.password}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          isRequired
        />
        {signIn.error && <Failure error={signIn.error} />}
        <button type="submit" className="g-button is-primary" disabled={signIn.isPending}>
          {text.signInButton}
        </button>
      </form>
    </Door>
  )
}
