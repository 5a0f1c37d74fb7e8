import { useState } from 'react'
import type { AskDossier, SentDossier } from '#web/first-contact.tsx'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { factFields, type Requirable, requirable } from '../domain/fields.ts'
import { longFields } from './long-fields.ts'
import { dossierTexts } from './text.ts'

type Draft = Partial<Record<Requirable, string>>

function sentOf(draft: Draft, source: string): SentDossier {
  const filled = (name: Requirable): string | undefined => draft[name]?.trim() || undefined
  const [inn, decisionMaker] = [filled('inn'), filled('decisionMaker')]
  const facts = factFields.flatMap((field) => {
    const value = filled(field)
    return value === undefined ? [] : [{ field, value, source: source.trim() || null }]
  })
  return {
    ...(facts.length > 0 && { facts }),
    ...(inn !== undefined && { inn }),
    ...(decisionMaker !== undefined && { decisionMaker }),
  }
}

/** What the dossier lacks before the first talk, asked on the spot; or the reason why the talk goes without. */
export const FirstContactFields: AskDossier = ({ asked, onChange }) => {
  const text = useTexts(dossierTexts)
  const [draft, setDraft] = useState<Draft>({})
  const [source, setSource] = useState('')
  const [isWaived, setWaived] = useState(false)
  const [why, setWhy] = useState('')
  // What was asked first stays in its place, though some of it may be known by now.
  const [shown, setShown] = useState<readonly Requirable[]>([])
  const wanted = requirable.filter((it) => shown.includes(it) || asked.missing.includes(it))
  if (wanted.length > shown.length) setShown(wanted)
  const tell = (next: { draft?: Draft; source?: string; isWaived?: boolean; why?: string }): void => {
    const all = { draft, source, isWaived, why, ...next }
    const waiver = all.why.trim()
    onChange(all.isWaived ? { ...(waiver !== '' && { waiver }) } : sentOf(all.draft, all.source))
  }
  return (
    <fieldset className="g-form g-first-contact">
      <legend>{text.firstTitle}</legend>
      <p className="g-sm g-2" role="status">
        {text.firstHelp}
      </p>
      {asked.mayWaive && (
        <span className="g-segmented" role="group" aria-label={text.howTo}>
          {[false, true].map((it) => (
            <button
              key={String(it)}
              type="button"
              aria-pressed={it === isWaived}
              onClick={() => {
                setWaived(it)
                tell({ isWaived: it })
              }}
            >
              {it ? text.withoutFacts : text.withFacts}
            </button>
          ))}
        </span>
      )}
      {isWaived ? (
        <TextField
          label={text.why}
          help={text.whyHelp}
          value={why}
          rows={2}
          isRequired
          isAutofocused
          onChange={(it) => {
            setWhy(it)
            tell({ why: it })
          }}
        />
      ) : (
        <>
          {wanted.map((name, at) => (
            <TextField
              key={name}
              label={text.fields[name]}
              help={text.help[name]}
              value={draft[name] ?? ''}
              isRequired
              isAutofocused={at === 0}
              {...(longFields.has(name) && { rows: 2 })}
              onChange={(it) => {
                const next = { ...draft, [name]: it }
                setDraft(next)
                tell({ draft: next })
              }}
            />
          ))}
          {wanted.some((it) => it !== 'inn' && it !== 'decisionMaker') && (
            <TextField
              label={text.source}
              help={text.sourceHelp}
              value={source}
              onChange={(it) => {
                setSource(it)
                tell({ source: it })
              }}
            />
          )}
        </>
      )}
    </fieldset>
  )
}
