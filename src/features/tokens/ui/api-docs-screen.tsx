import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '#web/api.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Answer } from '#web/widgets/states.tsx'
import {
  type ApiDocument,
  curlOf,
  type DocumentedOperation,
  type Field,
  fieldsOf,
  kindOf,
} from './api-document.ts'
import { tokenTexts } from './text.ts'

type Entry = { method: string; path: string; operation: DocumentedOperation }

async function loadDocument(): Promise<ApiDocument> {
  const answer = await fetch('/api/openapi.json')
  if (!answer.ok) throw new ApiError(answer.status, 'notReady', {})
  return (await answer.json()) as ApiDocument
}

function Fields({ title, fields }: { title: string; fields: Field[] }) {
  const text = useTexts(tokenTexts)
  if (fields.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <div className="g-scroll-x" role="region" aria-label={title} tabIndex={0}>
        <table className="g-table">
          <thead>
            <tr>
              <th>{text.field}</th>
              <th>{text.kind}</th>
              <th>{text.required}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, kind, isRequired }) => (
              <tr key={name}>
                <td className="g-mono">{name}</td>
                <td className="g-mono g-2">{kind}</td>
                <td>{isRequired ? text.required : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Details({ method, path, operation }: Entry) {
  const text = useTexts(tokenTexts)
  const params = operation.parameters ?? []
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema
  const answer = Object.values(operation.responses['200']?.content ?? {})[0]?.schema
  return (
    <div className="g-stack-tight">
      <p>
        {text.access}: {operation['x-roles'].map((role) => text.roles[role] ?? role).join(', ')}. {text.needs}
        : {operation['x-scope'] ? <code>{operation['x-scope']}</code> : text.notByToken}.
      </p>
      <Fields
        title={text.params}
        fields={params.map(({ name, in: place, required, schema }) => ({
          name: place === 'header' ? `${name}:` : name,
          kind: kindOf(schema),
          isRequired: required ?? false,
        }))}
      />
      {body && <Fields title={text.body} fields={fieldsOf(body)} />}
      {answer && <Fields title={text.answer} fields={fieldsOf(answer)} />}
      <h3>{text.refusals}</h3>
      <ul className="g-plain-list" lang="en">
        {operation['x-refusals'].map(({ status, code, sentence }) => (
          <li key={code}>
            <code>
              {status} {code}
            </code>{' '}
            <span className="g-2">{sentence}</span>
          </li>
        ))}
      </ul>
      <pre className="g-code" tabIndex={0}>
        {curlOf(window.location.origin, method, path, operation)}
      </pre>
    </div>
  )
}

function Operation(entry: Entry) {
  const [isOpen, setIsOpen] = useState(false)
  const { method, path, operation } = entry
  return (
    <details className="g-card" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        <code>
          {method.toUpperCase()} {path}
        </code>{' '}
        <span className="g-2" lang="en">
          {operation.summary}
        </span>
      </summary>
      {isOpen && <Details {...entry} />}
    </details>
  )
}

function Areas({ document, wanted }: { document: ApiDocument; wanted: string }) {
  const text = useTexts(tokenTexts)
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method, path, operation })),
  )
  const shown = all.filter(({ method, path, operation }) =>
    `${method} ${path} ${operation.summary}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  )
  const areas = [...Map.groupBy(shown, ({ operation }) => operation.tags[0] ?? '')]
  if (areas.length === 0)
    return (
      <div className="g-empty">
        <h2>{text.nothing}</h2>
        <p className="g-2">{text.nothingHelp}</p>
      </div>
    )
  return areas.map(([area, entries]) => (
    <section key={area} className="g-stack-tight">
      <h2>{text.areas[area] ?? area}</h2>
      {entries.map((entry) => (
        <Operation key={`${entry.method} ${entry.path}`} {...entry} />
      ))}
    </section>
  ))
}

/** The API for people: every operation of the document, with its fields, refusals and an example. */
export function ApiDocsScreen() {
  const text = useTexts(tokenTexts)
  const [wanted, setWanted] = useState('')
  const document = useQuery({ queryKey: ['api-document'], queryFn: loadDocument, staleTime: Infinity })
  return (
    <Page
      title={text.docs}
      note={text.docsNote}
      actions={
        <>
          <Link to="/settings" search={{ tab: 'api' }} className="g-button">
            {text.tokens}
          </Link>
          <a href="/api/openapi.json" className="g-button">
            {text.raw}
          </a>
        </>
      }
    >
      <div className="g-stack">
        <section className="g-card g-stack-tight">
          <h2>{text.how}</h2>
          <ul className="g-plain-list">
            {[text.howToken, text.howLimit, text.howKey, text.howRefusal].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <pre className="g-code" tabIndex={0}>
            {`curl -H "Authorization: Bearer $GORN_TOKEN" '${window.location.origin}/api/clients?limit=10'`}
          </pre>
        </section>
        <TextField label={text.find} value={wanted} onChange={setWanted} />
        <Answer query={document}>{(data) => <Areas document={data} wanted={wanted} />}</Answer>
      </div>
    </Page>
  )
}
