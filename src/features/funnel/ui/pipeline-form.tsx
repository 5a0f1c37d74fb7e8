import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Pipeline } from '../contract.ts'
import { isComplete, type PipelineDraft, pipelineDraftOf, sentPipelineOf } from './pipeline-draft.ts'
import { pipelineTexts } from './pipeline-text.ts'
import { StageRows } from './stage-rows.tsx'
import { useNames } from './use-pipelines.ts'

type Props = { pipeline: Pipeline | null; onClose: () => void }

function useFirstDraft(): PipelineDraft {
  const text = useTexts(pipelineTexts)
  const blank = { id: null, presetName: null, norm: '', requires: [], handsOver: false }
  return {
    name: '',
    presetName: null,
    stages: [
      ...text.first.map((name) => ({ ...blank, key: name, kind: 'open' as const, name })),
      { ...blank, key: 'won', kind: 'won', name: text.won },
      { ...blank, key: 'lost', kind: 'lost', name: text.lost },
    ],
  }
}

/** A way, new or known: its name and its stages; somebody's change in between is shown, never overwritten in silence. */
export function PipelineForm({ pipeline, onClose }: Props) {
  const text = useTexts(pipelineTexts)
  const names = useNames()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const first = useFirstDraft()
  const [base, setBase] = useState(pipeline)
  const [draft, setDraft] = useState(() => (pipeline ? pipelineDraftOf(pipeline, names) : first))
  const [isTried, setTried] = useState(false)
  const [said, setSaid] = useState('')
  const save = useMutation({
    mutationFn: () =>
      base
        ? api.funnel.savePipeline({
            params: { id: base.id },
            body: { ...sentPipelineOf(draft), rev: base.rev },
          })
        : api.funnel.addPipeline({ body: sentPipelineOf(draft) }),
    onError: (error) => {
      // A stage that holds deals stays: it returns to its place.
      const id = error instanceof ApiError && error.code === 'stageInUse' ? error.data['stageId'] : null
      const at = base?.stages.findIndex((it) => it.id === id) ?? -1
      const known = base && pipelineDraftOf(base, names).stages[at]
      if (known) setDraft({ ...draft, stages: draft.stages.toSpliced(at, 0, known) })
    },
    onSuccess: async (saved) => {
      const name = names.pipeline(saved)
      toast(
        base ? text.saved(name) : text.created(name),
        () => void undo({ entity: 'pipeline', id: saved.id, rev: saved.rev }),
      )
      onClose()
      await cache.invalidateQueries({ queryKey: ['funnel'] })
    },
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const theirs = refusal?.code === 'conflict' ? (refusal.data['current'] as Pipeline) : null
  const settle = (current: Pipeline, isMineKept: boolean): void => {
    setBase(current)
    if (!isMineKept) setDraft(pipelineDraftOf(current, names))
    save.reset()
  }
  return (
    <Drawer title={pipeline ? text.editTitle : text.addTitle} onClose={onClose} isWide>
      <form
        className="g-form"
        style={{ maxWidth: 'none' }}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (isComplete(draft) && !save.isPending) save.mutate()
        }}
      >
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        <TextField
          label={text.name}
          value={draft.name}
          onChange={(name) => setDraft({ ...draft, name })}
          error={
            isTried && draft.name.trim() === '' && draft.presetName === null ? text.nameNeeded : undefined
          }
          isRequired
          isAutofocused
        />
        <StageRows
          stages={draft.stages}
          isTried={isTried}
          onChange={(stages) => setDraft({ ...draft, stages })}
          onSay={setSaid}
        />
        {refusal?.code === 'stageInUse' ? (
          <div className="g-notice is-bad" role="alert">
            {text.inUse(names.stageName(String(refusal.data['stageId'])), Number(refusal.data['count']))}
          </div>
        ) : (
          save.error && !theirs && <Failure error={save.error} />
        )}
        <div>
          <button type="submit" className="g-button is-primary" disabled={save.isPending || theirs !== null}>
            {pipeline ? text.save : text.create}
          </button>
        </div>
        <span className="g-visually-hidden" role="status">
          {said}
        </span>
      </form>
    </Drawer>
  )
}
