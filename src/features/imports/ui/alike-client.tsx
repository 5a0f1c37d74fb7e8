import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Failure } from '#web/widgets/states.tsx'
import type { ImportRow, ImportRun } from '../contract.ts'
import { importTexts } from './text.ts'

type Props = { run: ImportRun; row: ImportRow; alike: NonNullable<ImportRow['alike']> }

/** Whom of the base a new client looks like and why, and the two answers: it is that one, or a new one after all. */
export function AlikeClient({ run, row, alike }: Props) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const cache = useQueryClient()
  const choose = useMutation({
    mutationFn: (clientId: string | null) =>
      api.imports.choose({ params: { id: run.id }, body: { key: row.key ?? '', clientId } }),
    onSuccess: async (after) => {
      cache.setQueryData(['imports', 'one', run.id], after)
      await cache.invalidateQueries({ queryKey: ['imports', 'rows', run.id] })
    },
  })
  return (
    <td>
      <span className="g-sm">{text.looksLike(alike.name, format.share(alike.confidence, 0))}</span>
      <br />
      <span className="g-xs g-3">
        {alike.reasons.map((reason) => text.likeness[reason]).join(', ')}
        {alike.detail && ` · ${alike.detail}`}
      </span>
      <span className="g-row">
        <button
          type="button"
          className="g-button is-small"
          disabled={choose.isPending}
          aria-label={`${text.itIsThis}: ${row.label} — ${alike.name}`}
          onClick={() => choose.mutate(alike.id)}
        >
          {text.itIsThis}
        </button>
        <button
          type="button"
          className="g-button is-small is-quiet"
          disabled={choose.isPending}
          aria-label={`${text.itIsNew}: ${row.label}`}
          onClick={() => choose.mutate(null)}
        >
          {text.itIsNew}
        </button>
      </span>
      {choose.error && <Failure error={choose.error} />}
    </td>
  )
}
