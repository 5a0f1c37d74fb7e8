import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { DoorSheet } from './door.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { teamTexts } from './text.ts'

/** Over the screen of a session that ended elsewhere: it is hidden, and what was typed stays in it. */
export function SignInAgain() {
  const text = useTexts(teamTexts)
  const { user } = useSession()
  const client = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const goOn = async (): Promise<void> => {
    const me = await api.team.getMe()
    if (me.user.id !== user.id) {
      window.location.assign('/')
      return
    }
    client.setQueryData(['team', 'me'], me)
    await client.invalidateQueries()
  }
  return (
    <dialog
      ref={dialog}
      className="g-over"
      aria-label={text.signInAgain}
      onCancel={(event) => event.preventDefault()}
    >
      <div className="g-door">
        <DoorSheet title={text.signInAgain} note={text.signInAgainNote}>
          <SignInForm email={user.email} onDone={() => void goOn()} />
        </DoorSheet>
      </div>
    </dialog>
  )
}
