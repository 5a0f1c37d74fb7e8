import { Outlet } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { Language } from '#kernel/format.ts'
import { SessionContext, useMe } from './session.ts'
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

/** Lets in who is signed in; anybody else goes to `elsewhere`. */
export function SignedIn({ elsewhere, children }: { elsewhere: ReactNode; children: ReactNode }) {
  const me = useMe()
  if (me.data) return <SessionContext.Provider value={me.data}>{children}</SessionContext.Provider>
  if (me.error) {
    return (
      <div className="g-door">
        <Failure error={me.error} onRetry={() => void me.refetch()} />
      </div>
    )
  }
  return me.data === null ? elsewhere : <Skeleton />
}
