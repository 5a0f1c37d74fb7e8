import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, Empty, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { DuplicatePair, DuplicateSide } from '../contract.ts'
import { MergeDrawer } from './merge-drawer.tsx'
import { duplicateTexts } from './text.ts'

function Name({ side }: { side: DuplicateSide }) {
  const text = useTexts(duplicateTexts)
  return (
    <div>
      <Link to="/clients/$clientId" params={{ clientId: side.id }} className="g-plain">
        {side.name}
      </Link>
      <div className="g-xs g-3">
        {[side.inn, side.city, text.orders(side.orderCount)].filter(Boolean).join(' · ')}
      </div>
    </div>
  )
}

function Pair({ pair, onCompare }: { pair: DuplicatePair; onCompare: () => void }) {
  const text = useTexts(duplicateTexts)
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const dismiss = useMutation({
    mutationFn: () => api.duplicates.dismiss({ body: { aId: pair.a.id, bId: pair.b.id } }),
    onSuccess: async ({ unitId }) => {
      await cache.invalidateQueries({ queryKey: ['duplicates'] })
      toast(text.areTwoToast, () => void undo(unitId))
    },
    onError: (error) => toast(errorText(error)),
  })
  const word = pair.confidence >= 0.9 ? text.sure : pair.confidence >= 0.7 ? text.likely : text.maybe
  const names = `${pair.a.name} · ${pair.b.name}`
  return (
    <tr>
      <td>
        <div className="g-stack-tight">
          <Name side={pair.a} />
          <Name side={pair.b} />
        </div>
      </td>
      <td>
        <div className="g-strong">{word}</div>
        <div className="g-sm g-2">{pair.reasons.map((reason) => text.reasons[reason]).join(', ')}</div>
      </td>
      <td>
        <div className="g-row-wide">
          <button
            type="button"
            className="g-button"
            aria-label={`${text.compare}: ${names}`}
            onClick={onCompare}
          >
            {text.compare}
          </button>
          <button
            type="button"
            className="g-link"
            aria-label={`${text.areTwo}: ${names}`}
            disabled={dismiss.isPending}
            onClick={() => dismiss.mutate()}
          >
            {text.areTwo}
          </button>
        </div>
      </td>
    </tr>
  )
}

/** Clients that look like one, the surest first, with the reason of each. */
export function DuplicatesScreen() {
  const text = useTexts(duplicateTexts)
  const [compared, setCompared] = useState<DuplicatePair | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['duplicates'],
    queryFn: ({ pageParam }) => api.duplicates.list({ query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Page title={text.title}>
      <BaseViews current="duplicates" />
      <p className="g-sm g-2">{text.note}</p>
      <Answer query={list}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows)
          if (rows.length === 0) return <Empty title={text.none}>{text.noneHelp}</Empty>
          return (
            <div className="g-scroll-x">
              <table className="g-table">
                <tbody>
                  {rows.map((pair) => (
                    <Pair key={`${pair.a.id} ${pair.b.id}`} pair={pair} onCompare={() => setCompared(pair)} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }}
      </Answer>
      <MoreButton of={list}>{text.more}</MoreButton>
      {compared && <MergeDrawer pair={compared} onClose={() => setCompared(null)} />}
    </Page>
  )
}
