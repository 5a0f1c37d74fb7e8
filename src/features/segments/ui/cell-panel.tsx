import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { contract } from '#contract.ts'
import { ApiError, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useCan } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Rhythm } from '#web/widgets/marks.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { segmentTexts } from './text.ts'

export type CellKey = { valueClass: 'A' | 'B' | 'C'; frequencyClass: 'often' | 'sometimes' | 'rarely' }
type Play = CellKey & { text: string; rev: number }

function PlayEditor({ cell, play }: { cell: CellKey; play: Play | undefined }) {
  const text = useTexts(segmentTexts)
  const toast = useToast()
  const cache = useQueryClient()
  const mayEdit = useCan()(contract.segments.savePlay)
  const shown = play?.text ?? text.plays[cell.valueClass][cell.frequencyClass]
  const [draft, setDraft] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: (wanted: { text: string; rev: number | null }) =>
      api.segments.savePlay({ body: { ...cell, ...wanted } }),
    onSuccess: async (saved, wanted) => {
      await cache.invalidateQueries({ queryKey: ['segments'] })
      setDraft(null)
      if (wanted.text !== shown) toast(text.playSaved, () => save.mutate({ text: shown, rev: saved.rev }))
    },
  })
  const current =
    save.error instanceof ApiError && save.error.code === 'conflict'
      ? (save.error.data['current'] as Play | null)
      : null
  if (draft === null) {
    return (
      <p className="g-sm g-2">
        {shown}{' '}
        {mayEdit && (
          <button type="button" className="g-link" onClick={() => setDraft(shown)}>
            {text.editPlay}
          </button>
        )}
      </p>
    )
  }
  return (
    <form
      className="g-stack"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ text: draft, rev: current?.rev ?? play?.rev ?? null })
      }}
    >
      <TextField label={text.play} value={draft} onChange={setDraft} rows={2} help={current?.text} />
      {save.error && <Failure error={save.error} />}
      <button type="submit" className="g-button is-primary" disabled={save.isPending || draft.trim() === ''}>
        {text.savePlay}
      </button>
    </form>
  )
}

/** One cell of the matrix: what we do with its clients, and the largest of them. */
export function CellPanel({ cell, play }: { cell: CellKey; play: Play | undefined }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const panel = useRef<HTMLElement>(null)
  // Where the sheet is one column, the panel lies below the matrix.
  // New browsers answer a scroll with a promise, and what an effect returns is called when the panel goes.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const filter = { classes: cell.valueClass, frequencies: cell.frequencyClass }
  const list = useQuery({
    queryKey: ['clients', 'list', { ...filter, limit: 8 }],
    queryFn: () => api.clients.list({ query: { ...filter, limit: 8 } }),
  })
  return (
    <section ref={panel} className="g-stack g-cell-panel" aria-live="polite">
      <div className="g-spread">
        <h2>{text.cell(cell.valueClass, text.frequency[cell.frequencyClass])}</h2>
        <Link to="/clients" search={filter} className="g-sm">
          {text.openList}
        </Link>
      </div>
      <PlayEditor key={`${cell.valueClass}${cell.frequencyClass}`} cell={cell} play={play} />
      <Answer query={list} rows={5}>
        {({ rows }) => (
          <table className="g-table">
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/clients/$clientId" params={{ clientId: row.id }} className="g-plain">
                      {row.name}
                    </Link>
                  </td>
                  <td>
                    <Rhythm state={row.rhythm} ratio={row.rhythmRatio} withWord={false} />
                  </td>
                  <td className="g-num">{format.money(row.measureMinor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </section>
  )
}
