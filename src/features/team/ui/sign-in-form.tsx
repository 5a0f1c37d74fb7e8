import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { onSubmit } from './door.tsx'
import { teamTexts } from './text.ts'

/** The second step: a code of the app or a recovery code. */
export function CodeForm({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const text = useTexts(teamTexts)
  const [code, setCode] = useState('')
  const enter = useMutation({
    mutationFn: () => api.team.signInWithCode({ body: { code } }),
    onSuccess: onDone,
    onError: () => setCode(''),
  })
  const isOver = enter.error instanceof ApiError && enter.error.code === 'signInAgain'
  return (
    <form className="g-form" onSubmit={onSubmit(() => enter.mutate())}>
      <p className="g-2">{text.codeNote}</p>
      <TextField
        label={text.code}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        isRequired
        isAutofocused
      />
      {enter.error && <Failure error={enter.error} />}
      {!isOver && (
        <button
          type="submit"
          className="g-button is-primary"
          disabled={enter.isPending || code.trim() === ''}
        >
          {text.signInButton}
        </button>
      )}
      <button type="button" className="g-link" onClick={onBack}>
        {text.toPassword}
      </button>
    </form>
  )
}

/** E-mail and password, then the code where there is a second step. */
export function SignInForm({ onDone, email: known = '' }: { onDone: () => void; email?: string }) {
  const text = useTexts(teamTexts)
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [isAskingCode, setAskingCode] = useState(false)
  const signIn = useMutation({
    mutationFn: () => api.team.signIn({ body: { email, password } }),
    onSuccess: ({ needsCode }) => (needsCode ? setAskingCode(true) : onDone()),
  })
  if (isAskingCode) {
    const back = (): void => {
      setPassword('')
      setAskingCode(false)
    }
    return <CodeForm onDone={onDone} onBack={back} />
  }
  return (
    <form className="g-form" onSubmit={onSubmit(() => signIn.mutate())}>
      <TextField
        label={text.email}
        type="email"
        value={email}
        onChange={setEmail}
        autoComplete="username"
        isRequired
        isAutofocused={known === ''}
      />
      <TextField
        label={text.password}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        isRequired
        isAutofocused={known !== ''}
      />
      {signIn.error && <Failure error={signIn.error} />}
      <button type="submit" className="g-button is-primary" disabled={signIn.isPending}>
        {text.signInButton}
      </button>
    </form>
  )
}
