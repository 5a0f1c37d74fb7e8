import * as z from 'zod/mini'
import { requirements, stageKinds } from './domain/stage-kinds.ts'

const id = z.uuid()
const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))

const sentStage = z.object({
  /** absent = a new one */
  id: z.optional(id),
  kind: z.enum(stageKinds),
  /** null = named as Gorn named it */
  name: z.nullable(text(60)),
  normDays: z.nullable(z.int().check(z.gte(1), z.lte(1000))),
  requires: z.array(z.enum(requirements)).check(z.maxLength(requirements.length)),
  /** absent = as it was */
  handsOver: z.optional(z.boolean()),
})
/** A way as it is sent. */
export const sentPipeline = {
  name: z.nullable(text(60)),
  stages: z.array(sentStage).check(z.minLength(1), z.maxLength(200)),
}
const sentReason = {
  /** absent = a new one */
  id: z.optional(id),
  /** null = named as Gorn named it */
  name: z.nullable(text(60)),
  needsNote: z.boolean(),
}
/** A group of reasons as it is sent, with what stands under it. */
export const sentGroup = z.object({
  ...sentReason,
  reasons: z.array(z.object(sentReason)).check(z.maxLength(50)),
})
export const pipelineRefusals = ['endsMissing', 'tooManyStages', 'nameMissing'] as const
