import { useQuery } from '@tanstack/react-query'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { phoneText } from '#kernel/phone-text.ts'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import type { ContactPerson } from '../contract.ts'
import { PersonForm } from './person-form.tsx'
import { contactTexts } from './text.ts'

function Person({ person, onEdit }: { person: ContactPerson; onEdit: (() => void) | undefined }) {
  const text = useTexts(contactTexts)
  return (
    <li className="g-contact">
      <div className="g-row">
        <span className="g-grow g-strong">{person.name}</span>
        {onEdit && (
          <button type="button" className="g-step" aria-label={text.edit(person.name)} onClick={onEdit}>
            <IconPencil size={16} />
          </button>
        )}
      </div>
      {(person.role || person.position) && (
        <div className="g-xs g-2">
          {[person.role && text.roles[person.role], person.position].filter(Boolean).join(' · ')}
        </div>
      )}
      {person.phones.map((phone) => (
        <a key={phone} href={`tel:${phone}`}>
          {phoneText(phone)}
        </a>
      ))}
      {person.emails.map((email) => (
        <a key={email} href={`mailto:${email}`}>
          {email}
        </a>
      ))}
      {person.note && <div className="g-xs g-2">{person.note}</div>}
    </li>
  )
}

// Without these two a company seldom buys.
const wanted = ['decisionMaker', 'signer'] as const

function UnknownRoles({ people }: { people: readonly ContactPerson[] }) {
  const text = useTexts(contactTexts)
  const unknown = wanted.filter((role) => people.every((it) => it.role !== role))
  return unknown.length > 0 && <p className="g-xs g-3">{text.unknownRoles(unknown)}</p>
}

/** People at a client: who decides, how to reach them, and whose part in the deal nobody is known for. */
export function People({
  clientId,
  isCompany,
  mayEdit,
}: {
  clientId: string
  isCompany: boolean
  mayEdit: boolean
}) {
  const text = useTexts(contactTexts)
  const [edited, setEdited] = useState<ContactPerson | 'new' | null>(null)
  const people = useQuery({
    queryKey: ['contacts', 'people', clientId],
    queryFn: () => api.contacts.people({ params: { id: clientId } }),
  })
  return (
    <section className="g-stack">
      <div className="g-spread">
        <h2>{text.people}</h2>
        {mayEdit && (
          <button
            type="button"
            className="g-button"
            aria-label={text.addPerson}
            onClick={() => setEdited('new')}
          >
            <IconPlus />
          </button>
        )}
      </div>
      <Answer query={people} rows={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="g-sm g-3">{text.nobody}</p>
          ) : (
            <ul className="g-plain-list">
              {rows.map((person) => (
                <Person
                  key={person.id}
                  person={person}
                  onEdit={mayEdit ? () => setEdited(person) : undefined}
                />
              ))}
            </ul>
          )
        }
      </Answer>
      {isCompany && people.data && <UnknownRoles people={people.data.rows} />}
      {edited && (
        <PersonForm
          clientId={clientId}
          person={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  )
}
