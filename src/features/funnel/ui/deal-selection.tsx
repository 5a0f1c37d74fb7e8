import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconArrowRight, IconCalendarPlus, IconTrash, IconUserShare, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { contract } from '#contract.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type DealCard, MOST_DEALS_AT_ONCE, type Pipeline } from '../contract.ts'
import type { ManyChange } from './many-change.ts'
import { ManyForm } from './many-form.tsx'
import { manyTexts } from './many-text.ts'
import { pipelineTexts } from './pipeline-text.ts'

type Left = OutputOf<typeof contract.funnel.changeMany>['left']
type Act = 'move' | 'owner' | 'step'

const acts = [
  ['move', IconArrowRight],
  ['owner', IconUserShare],
  ['step', IconCalendarPlus],
] as const

type Props = {
  /** as they are shown: what changed since is not written over */
  deals: readonly DealCard[]
  pipeline: Pipeline | undefined
  isClosed: boolean
  onClear: () => void
}

/** What can be done with the chosen deals, as one act that is undone as one. */
export function DealSelection({ deals, pipeline, isClosed, onClear }: Props) {
  const text = useTexts(manyTexts)
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const [act, setAct] = useState<Act | null>(null)
  const [left, setLeft] = useState<Left>([])
  const apply = useMutation({
    mutationFn: (change: ManyChange) =>
      api.funnel.changeMany({ body: { deals: deals.map(({ id, rev }) => ({ id, rev })), change } }),
    onSuccess: async ({ unitId, changed, left: stayed }, change) => {
      setAct(null)
      setLeft(stayed)
      const said = change.kind === 'remove' ? text.removed(changed) : text.changed(changed)
      if (unitId !== null) toast(said, () => void undo(unitId))
      else if (stayed.length === 0) toast(text.nothing)
      if (stayed.length === 0) onClear()
      await cache.invalidateQueries({ queryKey: ['funnel'] })
    },
    onError: (error) => {
      if (!act) toast(errorText(error))
    },
  })
  useShortcuts({ Escape: onClear })
  const isTooMany = deals.length > MOST_DEALS_AT_ONCE
  const isOff = apply.isPending || isTooMany
  return (
    <div className="g-selection" role="region" aria-label={text.selection}>
      <span aria-live="polite" className="g-strong">
        {text.selected(deals.length)}
      </span>
      {isTooMany && <span className="g-sm g-3">{text.tooMany(MOST_DEALS_AT_ONCE)}</span>}
      <span className="g-grow" />
      {acts
        .filter(([name]) => !(isClosed && name === 'step'))
        .map(([name, Icon]) => (
          <button key={name} type="button" className="g-button" disabled={isOff} onClick={() => setAct(name)}>
            <Icon /> {text[name]}
          </button>
        ))}
      <button
        type="button"
        className="g-button"
        disabled={isOff}
        onClick={() => apply.mutate({ kind: 'remove' })}
      >
        <IconTrash /> {text.remove}
      </button>
      <button type="button" className="g-button" aria-label={text.clear} onClick={onClear}>
        <IconX />
      </button>
      {act && (
        <Drawer title={text.titles[act](deals.length)} onClose={() => setAct(null)}>
          <ManyForm
            act={act}
            pipeline={pipeline}
            isPending={apply.isPending}
            error={apply.error}
            label={text.titles[act](deals.length)}
            onSubmit={(change) => apply.mutate(change)}
          />
        </Drawer>
      )}
      {left.length > 0 && (
        <LeftDrawer
          left={left}
          onClose={() => {
            setLeft([])
            onClear()
          }}
        />
      )}
    </div>
  )
}

/** Deals that stay as they were, each with its reason. */
function LeftDrawer({ left, onClose }: { left: Left; onClose: () => void }) {
  const text = useTexts(manyTexts)
  const { requires } = useTexts(pipelineTexts)
  const reasonOf = ({ code, missing }: Left[number]): string =>
    code === 'factsMissing'
      ? text.reasons.factsMissing(missing.map((it) => requires[it as keyof typeof requires] ?? it).join(', '))
      : text.reasons[code]
  return (
    <Drawer title={text.leftTitle(left.length)} onClose={onClose}>
      <p className="g-sm g-2">{text.leftNote}</p>
      <table className="g-table">
        <tbody>
          {left.map((it) => (
            <tr key={it.id}>
              <td className="g-strong">
                {it.title ? <a href={`/deals/${it.id}`}>{it.title}</a> : text.someDeal}
              </td>
              <td className="g-2">{reasonOf(it)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="g-button is-primary" onClick={onClose}>
        {text.close}
      </button>
    </Drawer>
  )
}
