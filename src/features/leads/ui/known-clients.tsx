import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import type { KnownClient } from '../quick-contract.ts'
import { quickTexts } from './quick-text.ts'

const none: KnownClient[] = []

/** Whom a phone or an address reaches, asked for as it is typed. */
export function useKnown(phone: string, email: string): KnownClient[] {
  const asked = useDeferredValue({ phone, email })
  const isAsked = asked.phone !== '' || asked.email !== ''
  const known = useQuery({
    queryKey: ['leads', 'known', asked.phone, asked.email],
    queryFn: () => api.leads.known({ query: asked }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  })
  return isAsked ? (known.data?.rows ?? none) : none
}

type Props = {
  rows: readonly KnownClient[]
  /** null = a new client */
  chosen: string | null
  onChoose: (id: string | null) => void
}

/** The clients whom the contact reaches: the lead goes to one of them, or to a new client. */
export function KnownClients({ rows, chosen, onChoose }: Props) {
  const text = useTexts(quickTexts)
  const mine = rows.filter((it) => it.mayEdit)
  const [theirs] = rows.filter((it) => !it.mayEdit)
  if (mine.length === 0) {
    return theirs ? (
      <div className="g-notice is-warn" role="status">
        {text.theirs(theirs.name, theirs.ownerName)}
      </div>
    ) : null
  }
  const choices = mine.map((it) => [it.id, it.name, text.openDeals(it.openDeals)] as const)
  return (
    <fieldset className="g-field g-known">
      <legend className="g-sm g-strong">{text.known}</legend>
      {[...choices, [null, text.newClient, ''] as const].map(([id, name, note]) => (
        <label key={id} className="g-check">
          <input type="radio" name="known" checked={chosen === id} onChange={() => onChoose(id)} />
          <span>
            {name} <span className="g-xs g-3">{note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
