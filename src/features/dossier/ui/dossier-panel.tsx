import { IconPencil, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import type { Dossier, Fact } from '../contract.ts'
import { type FactField, factFields } from '../domain/fields.ts'
import './dossier.css'
import { FactForm } from './fact-form.tsx'
import { FactSource, FactValue } from './fact-value.tsx'
import { FirstContact } from './first-contact.tsx'
import { dossierTexts } from './text.ts'
import { useDossier } from './use-dossier.ts'

/** How much of what is required is known: a mark for each. */
function Completeness({ dossier: { required, missing, completeness } }: { dossier: Dossier }) {
  const text = useTexts(dossierTexts)
  if (required.length === 0) return null
  const known = required.length - missing.length
  return (
    <div className="g-fullness" role="img" aria-label={text.completeHelp(completeness)}>
      {required.map((name, at) => (
        <i key={name} className={at < known ? 'is-known' : ''} />
      ))}
    </div>
  )
}

function FactRow({ fact, onEdit }: { fact: Fact; onEdit: (() => void) | undefined }) {
  const text = useTexts(dossierTexts)
  const format = useFormat()
  return (
    <>
      <div className="g-spread">
        <span className="g-xs g-3">{text.fields[fact.field]}</span>
        {onEdit && (
          <button
            type="button"
            className="g-step"
            aria-label={text.edit(text.fields[fact.field])}
            onClick={onEdit}
          >
            <IconPencil size={16} />
          </button>
        )}
      </div>
      <div className="g-sm g-fact-value">
        {fact.value !== null && <FactValue field={fact.field} value={fact.value} />}
      </div>
      <div className="g-xs g-3 g-fact-value">
        {text.methods[fact.method]}, {text.checked(format.day(fact.checkedOn))}
        {fact.source && (
          <>
            . <FactSource source={fact.source} />
          </>
        )}
      </div>
    </>
  )
}

function Missing({ dossier, onFill }: { dossier: Dossier; onFill: ((field: FactField) => void) | null }) {
  const text = useTexts(dossierTexts)
  const { missing, isGated } = dossier
  if (missing.length === 0) return null
  const first = factFields.find((it) => missing.includes(it))
  return (
    <div className="g-notice">
      <div className="g-stack-tight">
        <b>{text.missing(missing.length)}</b>
        <span>{missing.map((it) => text.fields[it].toLowerCase()).join(', ')}</span>
        {isGated && <span className="g-3">{text.gated}</span>}
        {onFill && first && (
          <span>
            <button type="button" className="g-button" onClick={() => onFill(first)}>
              {text.fill}
            </button>
          </span>
        )}
      </div>
    </div>
  )
}

function Known({ clientId, dossier, actions }: { clientId: string; dossier: Dossier; actions: ReactNode }) {
  const text = useTexts(dossierTexts)
  const [edited, setEdited] = useState<FactField | null>(null)
  const { facts, required, missing, mayEdit } = dossier
  const factOf = (field: FactField): Fact | null => facts.find((it) => it.field === field) ?? null
  const shown = factFields.filter((it) => it === edited || factOf(it))
  const others = factFields.filter((it) => !shown.includes(it))
  return (
    <>
      <div className="g-spread">
        <h2>{text.title}</h2>
        {required.length > 0 && (
          <b className="g-sm">{text.complete(required.length - missing.length, required.length)}</b>
        )}
      </div>
      <Completeness dossier={dossier} />
      <div className="g-row g-wrap">{actions}</div>
      {shown.length === 0 && <p className="g-sm g-3">{text.nothing}</p>}
      <ul className="g-plain-list">
        {shown.map((field) => {
          const fact = factOf(field)
          return (
            <li key={field} className="g-fact">
              {edited === field ? (
                <FactForm clientId={clientId} field={field} fact={fact} onClose={() => setEdited(null)} />
              ) : (
                fact && <FactRow fact={fact} onEdit={mayEdit ? () => setEdited(field) : undefined} />
              )}
            </li>
          )
        })}
      </ul>
      {edited === null && <Missing dossier={dossier} onFill={mayEdit ? setEdited : null} />}
      {mayEdit && edited === null && others.length > 0 && (
        <div className="g-chips" role="group" aria-label={text.toAdd}>
          {others.map((field) => (
            <button
              key={field}
              type="button"
              className="g-link g-sm"
              aria-label={text.add(text.fields[field])}
              onClick={() => setEdited(field)}
            >
              <IconPlus size={12} /> {text.fields[field]}
            </button>
          ))}
        </div>
      )}
      {dossier.firstContact && <FirstContact contact={dossier.firstContact} />}
    </>
  )
}

/** What is known of a company: each fact with where from and when, what is missing, how the first talk came about. */
export function DossierPanel({
  clientId,
  actions = null,
}: {
  clientId: string
  /** what else can be done with it, of other slices */
  actions?: ReactNode
}) {
  const dossier = useDossier(clientId)
  return (
    <section className="g-stack">
      <Answer query={dossier} rows={3}>
        {(data) => <Known clientId={clientId} dossier={data} actions={actions} />}
      </Answer>
    </section>
  )
}
