import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { phoneText } from '#kernel/phone-text.ts'
import { checkInn } from '#kernel/tax-id.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { Client } from '../contract.ts'
import { ownFieldTexts } from './own-fields-text.ts'
import { clientTexts } from './text.ts'
import { useFields, useShowValue } from './use-fields.ts'

// A line each; phones and e-mails lead where they are used.
function lines(values: readonly (string | null)[], scheme: 'tel' | 'mailto' | null): ReactNode {
  const filled = values.filter((it): it is string => it !== null && it !== '')
  return (
    filled.length > 0 &&
    filled.map((value) => (
      <div key={value}>
        {scheme ? <a href={`${scheme}:${value}`}>{scheme === 'tel' ? phoneText(value) : value}</a> : value}
      </div>
    ))
  )
}

/** Who a client is: identifiers, contacts, own fields, tags. */
export function Facts({ client }: { client: Client }) {
  const text = useTexts(clientTexts)
  const words = useTexts(ownFieldTexts)
  const { fields } = useFields()
  const showValue = useShowValue()
  const facts: [key: string, name: string, value: ReactNode][] = [
    [
      'inn',
      text.inn,
      client.inn && (
        <>
          {client.inn} {checkInn(client.inn).ok && <State kind="good">{text.sumOk}</State>}
        </>
      ),
    ],
    ['kpp', text.kpp, client.kpp],
    ['ogrn', text.ogrn, client.ogrn],
    ['phone', text.phone, lines([client.phone, ...client.otherPhones], 'tel')],
    ['email', text.email, lines([client.email, ...client.otherEmails], 'mailto')],
    ['addresses', words.groups.addresses, lines(client.addresses, null)],
    ['region', text.region, client.region],
    ['externalId', text.externalId, client.externalId],
    ...fields.map((field): [string, string, ReactNode] => {
      const value = client.fields[field.id]
      return [field.id, field.name, value !== undefined && showValue(field, value)]
    }),
    ['note', text.note, client.note],
    [
      'tags',
      text.tags,
      client.tags.length > 0 && (
        <span className="g-row" style={{ flexWrap: 'wrap' }}>
          {client.tags.map((tag) => (
            <Link key={tag} to="/clients" search={{ tag }} className="g-tag">
              {tag}
            </Link>
          ))}
        </span>
      ),
    ],
  ]
  return (
    <section className="g-stack">
      <h2>{text.facts}</h2>
      <dl style={{ margin: 0 }}>
        {facts
          .filter(([, , value]) => value)
          .map(([key, name, value]) => (
            <div key={key} style={{ padding: '7px 0', borderTop: '1px solid var(--g-line)' }}>
              <dt className="g-xs g-3">{name}</dt>
              <dd className="g-sm" style={{ margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
                {value}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
