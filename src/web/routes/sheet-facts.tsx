import type { ReactNode } from 'react'
import { FactValue } from '#features/dossier/ui/fact-value.tsx'
import { dossierTexts } from '#features/dossier/ui/text.ts'
import { useFormat } from '../format.ts'
import { useTexts } from '../text.ts'
import { sheetTexts } from './dossier-sheet-text.ts'
import type { SheetContent } from './sheet-content.ts'

type Fact = SheetContent['dossier']['facts'][number]

/** A name and what it is; nothing where it is not known. */
export function Line({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null
  return (
    <>
      <dt className="g-3">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function FactLine({ fact }: { fact: Fact }) {
  const text = useTexts(sheetTexts)
  const words = useTexts(dossierTexts)
  const format = useFormat()
  const how = fact.source ?? words.methods[fact.method]
  return (
    <Line name={words.fields[fact.field]}>
      {fact.value !== null && <FactValue field={fact.field} value={fact.value} />}{' '}
      <span className="g-xs g-3">({text.checked(how, format.day(fact.checkedOn))})</span>
    </Line>
  )
}

/** Facts of a dossier in the order named, each with where from and when. */
export function FactLines({ facts, of }: { facts: readonly Fact[]; of: readonly Fact['field'][] }) {
  return of.map((field) => {
    const fact = facts.find((it) => it.field === field)
    return fact && <FactLine key={field} fact={fact} />
  })
}
