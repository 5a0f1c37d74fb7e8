import { type ComponentType, createContext, type ReactNode, Suspense, useContext, useState } from 'react'
import type { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'
import { ApiError } from './api.ts'

/** What a first talk brings of the dossier. */
export type SentDossier = NonNullable<CallOf<typeof contract.contacts.addTouch>['body']['dossier']>

/** What the server told of a first talk that it refused. */
type Asked = { clientId: string; missing: readonly string[]; mayWaive: boolean }

export type AskDossier = ComponentType<{ asked: Asked; onChange: (dossier: SentDossier) => void }>

/** Who asks for what a dossier lacks; wherever a talk is written down it is asked for in the same way. */
export const AskDossierContext = createContext<AskDossier | null>(null)

const askedOf = (error: unknown): Asked | null =>
  error instanceof ApiError && (error.code === 'dossierIncomplete' || error.code === 'waiverNotYours')
    ? (error.data as Asked)
    : null

type SlotProps = { Ask: AskDossier; asked: Asked; onChange: (dossier: SentDossier) => void }
const Slot = ({ Ask, ...rest }: SlotProps) => (
  <Suspense>
    <Ask {...rest} />
  </Suspense>
)

/**
 * The dossier beside a talk that is being written down: once the server asks for it, `fields` stand in the same form and
 * `dossier` goes along with the talk.
 */
export function useFirstContact(error: unknown): {
  fields: ReactNode
  dossier: SentDossier | undefined
  /** the refusal is said by the fields already */
  isAsked: boolean
  reset: () => void
} {
  const Ask = useContext(AskDossierContext)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [dossier, setDossier] = useState<SentDossier>()
  const fresh = askedOf(error)
  // What is asked stays while the talk is sent again; an answer may ask for more.
  if (fresh && fresh !== asked) setAsked(fresh)
  const fields = Ask && asked && <Slot Ask={Ask} asked={asked} onChange={setDossier} />
  return {
    fields,
    dossier: asked ? dossier : undefined,
    isAsked: error instanceof ApiError && error.code === 'dossierIncomplete' && Ask !== null,
    reset: () => {
      setAsked(null)
      setDossier(undefined)
    },
  }
}
