import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { IconUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { contract } from '#contract.ts'
import { api, upload } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Answer, Failure, ProgressLine } from '#web/widgets/states.tsx'
import type { ImportKindName } from '../contract.ts'
import { importTexts } from './text.ts'

const kinds = ['order-lines', 'orders', 'clients', 'contacts', 'touches', 'deals', 'products'] as const

function Drop() {
  const text = useTexts(importTexts)
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [kind, setKind] = useState<ImportKindName>('order-lines')
  const [isOver, setOver] = useState(false)
  const [share, setShare] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const send = useMutation({
    mutationFn: async (file: File) =>
      (await upload(contract.imports.upload, { params: { kind } }, file, setShare)) as { id: string },
    onSuccess: async ({ id }) => {
      await cache.invalidateQueries({ queryKey: ['imports'] })
      await navigate({ to: '/imports/$importId', params: { importId: id } })
    },
  })
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file) send.mutate(file)
  }
  return (
    <section className="g-stack" style={{ maxWidth: 760 }}>
      <fieldset className="g-row-wide" style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="g-sm" style={{ padding: 0, marginBottom: 6 }}>
          {text.whatIsIt}
        </legend>
        <span className="g-segmented">
          {kinds.map((it) => (
            <button key={it} type="button" aria-pressed={it === kind} onClick={() => setKind(it)}>
              {text.kinds[it]}
            </button>
          ))}
        </span>
        <span className="g-sm g-3">{text.kindHelp[kind]}</span>
      </fieldset>
      {/* Dropping is the pointer's way; the button below is everybody's. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={`g-drop${isOver ? ' is-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files)
        }}
      >
        {send.isPending ? (
          <ProgressLine share={share} label={text.uploading(Math.round(share * 100))} />
        ) : (
          <>
            <span className="g-strong">{text.drop}</span>
            <span className="g-sm g-2">{text.dropNote}</span>
            <button type="button" className="g-button is-primary" onClick={() => input.current?.click()}>
              <IconUpload /> {text.choose}
            </button>
            <input
              ref={input}
              type="file"
              className="g-visually-hidden"
              tabIndex={-1}
              aria-label={text.choose}
              accept=".csv,.txt,.tsv,.xlsx,.xls,.html,.gz"
              onChange={(event) => take(event.target.files)}
            />
          </>
        )}
      </div>
      {send.error && <Failure error={send.error} />}
    </section>
  )
}

function Past() {
  const text = useTexts(importTexts)
  const format = useFormat()
  const list = useQuery({ queryKey: ['imports', 'list'], queryFn: () => api.imports.list({ query: {} }) })
  return (
    <section className="g-stack">
      <h2>{text.past}</h2>
      <Answer query={list} rows={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="g-sm g-3">{text.none}</p>
          ) : (
            <div className="g-scroll-x">
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.file}</th>
                    <th>{text.whatIsIt}</th>
                    <th>{text.state}</th>
                    <th>{text.result}</th>
                    <th>{text.when}</th>
                    <th>{text.who}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td>
                        <Link to="/imports/$importId" params={{ importId: row.id }} className="g-plain">
                          {row.fileName}
                        </Link>
                      </td>
                      <td>{text.kinds[row.kind]}</td>
                      <td>{text.states[row.state]}</td>
                      <td className="g-3">
                        {row.preview && text.counts(row.preview.new, row.preview.updated, row.preview.errors)}
                      </td>
                      <td className="g-3">{format.instant(row.createdAt)}</td>
                      <td className="g-3">{row.createdBy}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </section>
  )
}

/** Bringing a file, and the files brought before. */
export function ImportsScreen() {
  const text = useTexts(importTexts)
  return (
    <Page title={text.title} note={text.undoNote}>
      <Drop />
      <Past />
    </Page>
  )
}
