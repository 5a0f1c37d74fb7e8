import * as z from 'zod/mini'
import { catch as elseTell } from 'zod/mini'
import { Refusal } from './refusal.ts'
import { findUnstorable } from './storable.ts'

/** So many records one request brings at most. */
export const MOST_IN_BATCH = 1000

type Issue = { path: string; message: string }
/** An item that its shape refuses, with the places that are wrong. */
export type Faulty = { faults: Issue[] }

/** Items of a batch: what is wrong with one is told beside it and does not refuse the others. */
export function batchOf<S extends z.ZodMiniType>(shape: S) {
  type Item = z.output<S> | Faulty
  const told = (context: { error: { issues: readonly { path: PropertyKey[]; message: string }[] } }) => ({
    faults: context.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  })
  // The document of the API asks without a context, for a default; there is none.
  const item = elseTell(shape, ((context?: Parameters<typeof told>[0]) => context && told(context)) as never)
  return z.object({
    /** all or none; else the good ones go in and the others are told */
    atomic: z.optional(z.boolean()),
    items: z
      .array(item as unknown as z.ZodMiniType<Item, z.input<S>>)
      .check(z.minLength(1), z.maxLength(MOST_IN_BATCH)),
  })
}

const outcome = z.enum(['created', 'updated', 'unchanged', 'refused'])
const count = z.number()

/** What became of the items: `rows` in their order. */
export const batchAnswer = z.object({
  /** names the act in the history, where it is taken back as one; null = nothing was written */
  unitId: z.nullable(z.uuid()),
  created: count,
  updated: count,
  unchanged: count,
  refused: count,
  rows: z.array(
    z.object({
      outcome,
      id: z.nullable(z.uuid()),
      refusal: z.optional(z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) })),
    }),
  ),
})
export type BatchAnswer = z.infer<typeof batchAnswer>

/** What is to be done with an item, or why not. */
export type Judged<Plan> = { index: number; plan: Plan } | { index: number; refusal: Refusal }

/** Judges each item by itself: a refusal of one is told of that one. */
export function judgeEach<Item, Plan>(
  items: readonly Judged<Item>[],
  judge: (item: Item, index: number) => Plan,
): Judged<Plan>[] {
  return items.map((it) => {
    if ('refusal' in it) return it
    try {
      return { index: it.index, plan: judge(it.plan, it.index) }
    } catch (error) {
      if (error instanceof Refusal) return { index: it.index, refusal: error }
      throw error
    }
  })
}

/** The items as they came, the faulty ones and those that the base cannot keep refused already. */
export function judgeShapes<Item extends object>(items: readonly (Item | Faulty)[]): Judged<Item>[] {
  const raw = items.map((plan, index) => ({ index, plan }))
  return judgeEach<Item | Faulty, Item>(raw, (item) => {
    if ('faults' in item) throw new Refusal('invalidInput', { where: 'body', issues: item.faults })
    const field = findUnstorable(item)
    if (field !== null) throw new Refusal('nulByte', { field })
    return item
  })
}

/** Refuses the second of two items that mean the same record. */
export function makeOnceEach(): (key: string, index: number) => void {
  const seen = new Map<string, number>()
  return (key, index) => {
    const before = seen.get(key)
    if (before !== undefined) throw new Refusal('repeatedInBatch', { index: before })
    seen.set(key, index)
  }
}

type Outcome = { outcome: 'created' | 'updated' | 'unchanged'; id: string }

/** The answer to a batch. */
export function tellBatch(judged: readonly Judged<Outcome>[], unitId: string): BatchAnswer {
  const rows: BatchAnswer['rows'] = judged.map((it) =>
    'refusal' in it
      ? { outcome: 'refused', id: null, refusal: { code: it.refusal.code, data: it.refusal.data } }
      : { outcome: it.plan.outcome, id: it.plan.id },
  )
  const countOf = (wanted: string): number => rows.filter((row) => row.outcome === wanted).length
  const [created, updated] = [countOf('created'), countOf('updated')]
  return {
    unitId: created + updated > 0 ? unitId : null,
    created,
    updated,
    unchanged: countOf('unchanged'),
    refused: countOf('refused'),
    rows,
  }
}

/** Refuses the whole batch for its first bad items, when it is all or none. */
export function refuseUnlessAll(judged: readonly Judged<unknown>[], isAtomic: boolean | undefined): void {
  const bad = judged.flatMap((it) => ('refusal' in it ? [it] : []))
  if (!isAtomic || bad.length === 0) return
  const items = bad.slice(0, 100).map(({ index, refusal: { code, data } }) => ({ index, code, data }))
  throw new Refusal('batchRefused', { refused: bad.length, items })
}
