import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { Dossier } from '../contract.ts'
import { dossierTexts } from './text.ts'

/** How the first talk with a company came about: with its dossier, or why without. */
export function FirstContact({ contact }: { contact: NonNullable<Dossier['firstContact']> }) {
  const text = useTexts(dossierTexts)
  const format = useFormat()
  const { at, passed, missing, note, actorName } = contact
  if (passed === 'person') return null
  return (
    <div className="g-xs g-3 g-stack-tight">
      <span>
        {text.met[passed]}, {format.moment(at)}
      </span>
      {missing.length > 0 && (
        <span>{text.without(missing.map((it) => text.fields[it].toLowerCase()).join(', '))}</span>
      )}
      {note && <span>{text.waiver(actorName ?? text.machine, note)}</span>}
    </div>
  )
}
