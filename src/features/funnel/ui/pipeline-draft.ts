import type { Pipeline, Requirement, StageKind } from '../contract.ts'

/** A stage as the form holds it; one without an id is new. */
export type StageDraft = {
  key: string
  id: string | null
  kind: StageKind
  name: string
  /** what Gorn calls it, until somebody names it */
  presetName: string | null
  norm: string
  requires: readonly Requirement[]
  /** from here the ball is with the client */
  handsOver: boolean
}
export type PipelineDraft = { name: string; presetName: string | null; stages: readonly StageDraft[] }

type Names = { pipeline: (of: Pipeline) => string; stage: (of: Pipeline['stages'][number]) => string }

export const pipelineDraftOf = (pipeline: Pipeline, names: Names): PipelineDraft => ({
  name: names.pipeline(pipeline),
  presetName: pipeline.preset === null ? null : names.pipeline({ ...pipeline, name: null }),
  stages: pipeline.stages.map((stage) => ({
    key: stage.id,
    id: stage.id,
    kind: stage.kind,
    name: names.stage(stage),
    presetName: stage.preset === null ? null : names.stage({ ...stage, name: null }),
    norm: stage.normDays === null ? '' : String(stage.normDays),
    requires: stage.requires,
    handsOver: stage.handsOver,
  })),
})

/** Whether what is typed is a norm: nothing, or whole days. */
export const isNorm = (typed: string): boolean =>
  typed.trim() === '' || (/^\d{1,4}$/.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= 1000)

// A name that says what Gorn says stays Gorn's own, so that everybody reads it in their language.
const ownName = (name: string, presetName: string | null): string | null =>
  presetName !== null && (name.trim() === presetName || name.trim() === '') ? null : name.trim()

/** What is sent of a way. */
export const sentPipelineOf = ({ name, presetName, stages }: PipelineDraft) => ({
  name: ownName(name, presetName),
  stages: stages.map((stage) => ({
    ...(stage.id !== null && { id: stage.id }),
    kind: stage.kind,
    name: ownName(stage.name, stage.presetName),
    normDays: stage.norm.trim() === '' ? null : Number(stage.norm),
    requires: [...stage.requires],
    handsOver: stage.handsOver,
  })),
})

/** What keeps a way from being sent: a name that is missing, days that are none. */
export const isComplete = ({ name, presetName, stages }: PipelineDraft): boolean =>
  (name.trim() !== '' || presetName !== null) &&
  stages.every((it) => (it.name.trim() !== '' || it.presetName !== null) && isNorm(it.norm))
