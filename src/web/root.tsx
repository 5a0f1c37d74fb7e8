import { Outlet } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { Language } from '#kernel/format.ts'
import { type Session, SessionContext, useMe } from './session.ts'
import { shellTexts } from './shell/text.ts'
import { guessLanguage, keepLanguage, LanguageContext } from './text.ts'
import { Failure, Skeleton } from './widgets/states.tsx'
import { Toasts } from './widgets/toasts.tsx'

/** Gives every screen the reader's language. */
export function Root() {
  const me = useMe()
  const [guessed] = useState(guessLanguage)
  const language: Language = me.data?.user.language ?? me.data?.workspace.language ?? guessed
  useEffect(() => {
    keepLanguage(language)
    document.title = shellTexts[language].brand
  }, [language])
  return (
    <LanguageContext.Provider value={language}>
      <Toasts>
        <Outlet />
      </Toasts>
    </LanguageContext.Provider>
  )
}

type Gate = {
  elsewhere: ReactNode
  /** laid over the screen when the session ended while it was open */
  again: ReactNode
  children: ReactNode
}

/** Lets in who is signed in; anybody else goes to `elsewhere`. */
export function SignedIn({ elsewhere, again, children }: Gate) {
  const me = useMe()
  const [last, setLast] = useState<Session | null>(null)
  if (me.data && me.data !== last) setLast(me.data)
  const session = me.data ?? last
  if (session) {
    return (
      <SessionContext.Provider value={session}>
        {children}
        {me.data === null && again}
      </SessionContext.Provider>
    )
  }
  if (me.error) {
    return (
      <div className="g-door">
        <Failure error={me.error} onRetry={() => void me.refetch()} />
      </div>
    )
  }
  return me.data === null ? elsewhere : <Skeleton />
}
