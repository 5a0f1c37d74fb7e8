import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Door } from './door.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { teamTexts } from './text.ts'

/** Signing in; before the first run, the way to the wizard. */
export function SignInScreen() {
  const text = useTexts(teamTexts)
  const setup = useQuery({ queryKey: ['team', 'setup'], queryFn: () => api.team.getSetup() })
  if (setup.data?.isNeeded) return <Navigate to="/setup" />
  return (
    <Door title={text.signIn}>
      {/* A fresh page: nothing of whoever was here before stays in memory. */}
      <SignInForm onDone={() => window.location.assign('/')} />
    </Door>
  )
}
