import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { State } from '#web/widgets/marks.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { onSubmit } from './door.tsx'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { teamTexts } from './text.ts'

type Wish = 'on' | 'codes' | 'off'

function PasswordStep({
  button,
  run,
  onCancel,
}: {
  button: string
  run: (password: string) => Promise<unknown>
  onCancel: () => void
}) {
  const text = useTexts(teamTexts)
  const [password, setPassword] = useState('')
  const confirm = useMutation({ mutationFn: () => run(password) })
  return (
    <form className="g-form" onSubmit={onSubmit(() => confirm.mutate())}>
      <TextField
        label={text.yourPassword}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        isRequired
      />
      {confirm.error && <Failure error={confirm.error} />}
      <span className="g-row">
        <button type="submit" className="g-button is-primary" disabled={confirm.isPending || password === ''}>
          {button}
        </button>
        <button type="button" className="g-button" onClick={onCancel}>
          {text.cancel}
        </button>
      </span>
    </form>
  )
}

function ConfirmStep({
  setUp,
  onCodes,
}: {
  setUp: { uri: string; secret: string }
  onCodes: (codes: string[]) => void
}) {
  const text = useTexts(teamTexts)
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => api.team.confirmTwoFactor({ body: { code } }),
    onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
  })
  return (
    <form className="g-form" onSubmit={onSubmit(() => confirm.mutate())}>
      <p className="g-2">{text.scan}</p>
      <QrCode text={setUp.uri} label={text.qrCode} />
      <p className="g-sm g-2">
        {text.secret}: <code className="g-secret">{setUp.secret}</code>
      </p>
      <TextField
        label={text.appCode}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        isRequired
      />
      {confirm.error && <Failure error={confirm.error} />}
      <button
        type="submit"
        className="g-button is-primary"
        disabled={confirm.isPending || code.trim() === ''}
      >
        {text.turnOn}
      </button>
    </form>
  )
}

/** The second step of one's own sign-in: set up, new recovery codes, off. */
export function TwoFactor() {
  const text = useTexts(teamTexts)
  const { user } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const [wish, setWish] = useState<Wish | null>(null)
  const [setUp, setSetUp] = useState<{ uri: string; secret: string } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const finish = async (): Promise<void> => {
    setWish(null)
    setSetUp(null)
    setCodes(null)
    await client.invalidateQueries({ queryKey: ['team'] })
  }
  const run = async (password: string): Promise<void> => {
    const body = { password }
    if (wish === 'on') setSetUp(await api.team.beginTwoFactor({ body }))
    else if (wish === 'codes') setCodes((await api.team.renewRecoveryCodes({ body })).recoveryCodes)
    else {
      await api.team.turnOffTwoFactor({ body })
      toast(text.turnedOff)
      await finish()
    }
  }
  if (codes) return <RecoveryCodes codes={codes} onDone={() => void finish()} />
  if (setUp) return <ConfirmStep setUp={setUp} onCodes={setCodes} />
  if (wish) {
    const buttons = { on: text.next, codes: text.newCodes, off: text.turnOff }
    return <PasswordStep button={buttons[wish]} run={run} onCancel={() => setWish(null)} />
  }
  return (
    <div className="g-stack">
      <p className="g-2">{text.secondStepNote}</p>
      {user.isTwoFactorOn ? (
        <>
          <State kind="good">{text.isOn}</State>
          <span className="g-row">
            <button type="button" className="g-button" onClick={() => setWish('codes')}>
              {text.newCodes}
            </button>
            <button type="button" className="g-button is-danger" onClick={() => setWish('off')}>
              {text.turnOff}
            </button>
          </span>
        </>
      ) : (
        <span>
          <button type="button" className="g-button is-primary" onClick={() => setWish('on')}>
            {text.turnOn}
          </button>
        </span>
      )}
    </div>
  )
}
