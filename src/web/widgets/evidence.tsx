import { createContext, type ReactNode, useContext } from 'react'

/** Which rows stand behind a figure: the words for it, and the filter that finds them. */
export type Evidence = {
  title: string
  note: string
  orders: { clientId?: string; from?: string; to?: string; status?: string; unassigned?: string }
}

export const EvidenceContext = createContext<(evidence: Evidence) => void>(() => undefined)

/** A figure computed from rows: dotted underline, and a click opens the rows. */
export function Figure({
  children,
  evidence,
  label,
}: {
  children: ReactNode
  evidence: Evidence
  label?: string
}) {
  const open = useContext(EvidenceContext)
  return (
    <button type="button" className="g-figure" onClick={() => open(evidence)} aria-label={label}>
      {children}
    </button>
  )
}
