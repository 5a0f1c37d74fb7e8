import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Held } from '../contract.ts'
import { formTexts } from './text.ts'

function useActs() {
  const text = useTexts(formTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const onSuccess = () => cache.invalidateQueries({ predicate: ({ queryKey: [slice] }) => slice !== 'team' })
  const accept = useMutation({
    mutationFn: (id: string) => api.forms.accept({ params: { id } }),
    onSuccess: ({ unitId }) => {
      toast(text.accepted, () => void undo(unitId))
      return onSuccess()
    },
  })
  const drop = useMutation({
    mutationFn: (ids: string[]) => api.forms.drop({ body: { ids } }),
    onSuccess: ({ count, unitId }) => {
      toast(text.dropped(count), () => void undo(unitId))
      return onSuccess()
    },
  })
  return { accept, drop }
}

function Row({ held, acts: { accept, drop } }: { held: Held; acts: ReturnType<typeof useActs> }) {
  const text = useTexts(formTexts)
  const format = useFormat()
  const { id, said, at, formName, page, address, reasons } = held
  const who = [said.name, said.company, said.phone, said.email].filter(Boolean).join(', ')
  const name = who || text.nobody
  const isPending = accept.isPending || drop.isPending
  return (
    <li className="g-held">
      <div className="g-grow g-stack-tight" style={{ overflowWrap: 'anywhere' }}>
        <span className="g-strong">{name}</span>
        {said.want && <span>{said.want}</span>}
        <span className="g-xs g-3">
          {[
            reasons.map((it) => text.reasons[it] ?? it).join(', '),
            formName,
            format.instant(at),
            page,
            address,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className="g-row">
        <button
          type="button"
          className="g-button"
          aria-label={`${text.isLead}: ${name}`}
          disabled={isPending}
          onClick={() => accept.mutate(id)}
        >
          {text.isLead}
        </button>
        <button
          type="button"
          className="g-button"
          aria-label={`${text.drop}: ${name}`}
          disabled={isPending}
          onClick={() => drop.mutate([id])}
        >
          {text.drop}
        </button>
      </div>
    </li>
  )
}

/** What came through forms and looks like junk: a lead is brought back by one click, the rest goes by itself. */
export function Quarantine() {
  const text = useTexts(formTexts)
  const acts = useActs()
  const held = useInfiniteQuery({
    queryKey: ['forms', 'quarantine'],
    queryFn: ({ pageParam }) => api.forms.quarantine({ query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  })
  const error = acts.accept.error ?? acts.drop.error
  return (
    <section className="g-stack" aria-labelledby="quarantine">
      <div className="g-stack-tight">
        <h2 id="quarantine">{text.quarantine}</h2>
        <p className="g-sm g-2">{text.quarantineHelp}</p>
      </div>
      {error && <Failure error={error} />}
      <Answer query={held} rows={3}>
        {({ pages }) => {
          const rows = pages.flatMap((it) => it.rows)
          if (rows.length === 0) return <p className="g-3">{text.clean}</p>
          return (
            <>
              <ul className="g-plain-list">
                {rows.map((it) => (
                  <Row key={it.id} held={it} acts={acts} />
                ))}
              </ul>
              <div className="g-row">
                <MoreButton of={held}>{text.more}</MoreButton>
                <button
                  type="button"
                  className="g-button"
                  disabled={acts.drop.isPending}
                  onClick={() => acts.drop.mutate(rows.slice(0, 500).map(({ id }) => id))}
                >
                  {text.dropAll}
                </button>
              </div>
            </>
          )
        }}
      </Answer>
    </section>
  )
}
