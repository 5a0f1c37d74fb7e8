import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { LostReason } from '../contract.ts'
import { pipelineTexts } from './pipeline-text.ts'
import { isNameless, reasonDraftsOf, sentReasonsOf } from './reason-draft.ts'
import { ReasonRows } from './reason-rows.tsx'
import './reasons.css'
import { useNames } from './use-pipelines.ts'

type List = { rev: number; reasons: readonly LostReason[] }

/** The reasons of losses, changed as one; somebody's change in between is shown, never overwritten in silence. */
export function ReasonsForm({ list, onClose }: { list: List; onClose: () => void }) {
  const text = useTexts(pipelineTexts)
  const names = useNames()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [rev, setRev] = useState(list.rev)
  const [groups, setGroups] = useState(() => reasonDraftsOf(list.reasons, names.reason))
  const [isTried, setTried] = useState(false)
  const [said, setSaid] = useState('')
  const save = useMutation({
    mutationFn: () => api.funnel.saveLostReasons({ body: { rev, groups: sentReasonsOf(groups) } }),
    onSuccess: async (saved) => {
      toast(text.reasonsSaved, () => void undo({ entity: 'lostReasons', id: null, rev: saved.rev }))
      onClose()
      await cache.invalidateQueries({ queryKey: ['funnel'] })
    },
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const theirs = refusal?.code === 'conflict' ? (refusal.data['current'] as List) : null
  const settle = (current: List, isMineKept: boolean): void => {
    setRev(current.rev)
    if (!isMineKept) setGroups(reasonDraftsOf(current.reasons, names.reason))
    save.reset()
  }
  const isComplete = groups.every((it) => !isNameless(it) && !it.reasons.some(isNameless))
  return (
    <Drawer title={text.reasons} onClose={onClose} isWide>
      <form
        className="g-form"
        style={{ maxWidth: 'none' }}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (isComplete && !save.isPending) save.mutate()
        }}
      >
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        <p className="g-sm g-2">{text.reasonsHelp}</p>
        <ReasonRows groups={groups} isTried={isTried} onChange={setGroups} onSay={setSaid} />
        {save.error && !theirs && <Failure error={save.error} />}
        <div>
          <button type="submit" className="g-button is-primary" disabled={save.isPending || theirs !== null}>
            {text.saveReasons}
          </button>
        </div>
        <span className="g-visually-hidden" role="status">
          {said}
        </span>
      </form>
    </Drawer>
  )
}
