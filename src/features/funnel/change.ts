import { lockEditable, refuseNobody } from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf, sees } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import type { Step } from './contract.ts'
import { judgeMove, type Requirement } from './domain/judge-move.ts'
import { findReason } from './lost-reasons.ts'
import { firstStage, holdStage } from './pipelines.ts'
import * as store from './store.ts'

type SentStep = {
  kind: Step['kind']
  text?: string | null | undefined
  on: string
  time?: string | null | undefined
}
export type SentFields = {
  title?: string | undefined
  source?: string | null | undefined
  product?: string | null | undefined
  ownerId?: string | null | undefined
  amountMinor?: number | null | undefined
  step?: SentStep | null | undefined
}
type Ending = { lostReasonId?: string | undefined; note?: string | undefined }
export type MoveRequest = Ending & {
  stageId: string
  belowId?: string | null | undefined
  amountMinor?: number | undefined
  step?: SentStep | undefined
  /** why an A enters without what the stage asks for */
  waiver?: string | undefined
}

const noStep = { stepKind: null, stepText: null, stepOn: null, stepTime: null }

/** What was sent, as the columns of the table: absent leaves a field, null clears it. */
export const columnsOf = ({ step, ...plain }: SentFields): store.DealFields => ({
  ...plain,
  ...(step === null && noStep),
  ...(step && {
    stepKind: step.kind,
    stepText: step.text ?? null,
    stepOn: step.on,
    stepTime: step.time ?? null,
  }),
})

/** Refuses a deal that this person may not see, or may not change. */
export function refuseForeign(actor: Actor, deal: store.StoredDeal): void {
  if (!sees(actor, deal.ownerId)) throw new Refusal('notFound', { entity: 'deal' })
  if (!mayEditRecordOf(actor, deal.ownerId)) throw new Refusal('notYours')
}

/** One deal for changing it by this person. */
export async function lockOwn(trx: Trx, actor: Actor, id: string): Promise<store.StoredDeal> {
  const deal = await store.lockDeal(trx, id)
  refuseForeign(actor, deal)
  return deal
}

/** Tells of a change in the history and to browsers. */
export async function recordDeal(
  unit: Unit,
  action: 'deal.created' | 'deal.updated' | 'deal.moved' | 'deal.removed' | 'deal.restored',
  before: store.StoredDeal | null,
  after: store.StoredDeal,
): Promise<void> {
  const { id, rev, ownerId } = after
  await unit.record({ action, entity: 'deal', id, ...(before && { before }), after, rev, ownerId })
}

/** Writes over the locked state; a deal given away must be theirs to give, and to somebody who works here. */
export async function writeOver(
  unit: Unit,
  before: store.StoredDeal,
  fields: store.DealFields,
  at: string,
): Promise<store.StoredDeal> {
  if (fields.ownerId !== undefined && fields.ownerId !== before.ownerId) {
    if (!mayEditRecordOf(unit.actor, fields.ownerId)) throw new Refusal('notYours')
    await refuseNobody(unit.trx, fields.ownerId)
  }
  const after = await store.updateDeal(unit.trx, before.id, fields)
  await keepLateStep(unit, before, after, at)
  await recordDeal(unit, 'deal.updated', before, after)
  return after
}

// A step that ends after its time is remembered: since then the client had waited for us.
async function keepLateStep(
  { trx }: Unit,
  before: store.StoredDeal,
  after: store.StoredDeal,
  at: string,
): Promise<void> {
  const isSame = before.stepOn === after.stepOn && before.stepTime === after.stepTime
  if (before.stepOn !== null && !isSame) await store.insertLateStep(trx, before, at)
}

type Entered = { fields: store.DealFields & { stageId: string; pipelineId: string }; waived: Requirement[] }
/** Sets the next step of a locked deal within the unit. */
export const setStep = (
  unit: Unit,
  before: store.StoredDeal,
  step: SentStep,
  at: string,
): Promise<store.StoredDeal> => writeOver(unit, before, columnsOf({ step }), at)

/** What entering a stage does to a deal; refused where the stage's facts or the reason of a loss are missing. */
async function enterStage(
  unit: Unit,
  deal: Pick<store.StoredDeal, 'clientId' | 'amountMinor' | 'stepOn'> & { id?: string },
  { stageId, lostReasonId, note, waiver }: Pick<MoveRequest, keyof Ending | 'stageId' | 'waiver'>,
  at: string,
): Promise<Entered> {
  const stage = await holdStage(unit.trx, stageId)
  if (!stage) throw new Refusal('stageGone')
  const reason = lostReasonId ? await findReason(unit.trx, lostReasonId) : null
  const lead = { answered: [], isBurning: false }
  const facts = {
    ...(deal.id !== undefined && stage.requires.length > 0
      ? await store.loadLeadFacts(unit.trx, deal.id)
      : lead),
    amountMinor: deal.amountMinor,
    hasStep: deal.stepOn !== null,
    hasContact: !stage.requires.includes('contact') || (await store.hasContact(unit.trx, deal.clientId)),
  }
  const verdict = judgeMove(stage, facts, { reason, note: note ?? null }, waiver)
  if (verdict.kind !== 'allowed') {
    const { kind, ...data } = verdict
    throw new Refusal(kind, { stageId, ...data })
  }
  const fields = {
    stageId,
    pipelineId: stage.pipelineId,
    stageEnteredAt: at,
    closedAt: stage.kind === 'open' ? null : at,
    lostReasonId: stage.kind === 'lost' ? (reason?.id ?? null) : null,
    lostNote: stage.kind === 'lost' ? (note ?? null) : null,
    // What is over has no next step.
    ...(stage.kind !== 'open' && noStep),
  }
  return { fields, waived: verdict.waived }
}

async function appendEvent(
  unit: Unit,
  before: store.StoredDeal | null,
  after: store.StoredDeal,
  {
    note = null,
    undoesId = null,
    waived = [],
    waiver = null,
  }: {
    note?: string | null | undefined
    undoesId?: string | null
    waived?: Requirement[]
    waiver?: string | null | undefined
  } = {},
): Promise<void> {
  await store.insertEvent(unit.trx, {
    id: newId(),
    dealId: after.id,
    at: after.stageEnteredAt,
    fromStageId: before?.stageId ?? null,
    toStageId: after.stageId,
    actorId: unit.actor.userId,
    lostReasonId: after.lostReasonId,
    note,
    undoesId,
    waived,
    // A word for nothing is no debt.
    waiver: waived.length > 0 ? waiver : null,
  })
}

/** Moves a deal within the unit: one row of the deal and one more event, or only its place in the column. */
export async function moveDeal(
  unit: Unit,
  before: store.StoredDeal,
  { stageId, belowId = null, amountMinor, step, waiver, ...ending }: MoveRequest,
  at: string,
): Promise<store.StoredDeal> {
  const given = columnsOf({ ...(amountMinor !== undefined && { amountMinor }), ...(step && { step }) })
  const isMove = stageId !== before.stageId
  const entered = isMove
    ? await enterStage(unit, { ...before, ...given }, { stageId, waiver, ...ending }, at)
    : null
  const rank = await store.rankBelow(unit.trx, stageId, belowId)
  const after = await store.updateDeal(unit.trx, before.id, { ...given, ...entered?.fields, rank })
  await keepLateStep(unit, before, after, at)
  if (entered) await appendEvent(unit, before, after, { note: ending.note, waived: entered.waived, waiver })
  await recordDeal(unit, 'deal.moved', before, after)
  return after
}

/** Adds a deal of a client within the unit, at a stage or at the beginning. */
export async function addDeal(
  unit: Unit,
  {
    clientId,
    title,
    stageId,
    lostReasonId,
    note,
    ...sent
  }: SentFields & Ending & { clientId: string; title: string; stageId?: string | undefined },
  at: string,
): Promise<store.StoredDeal> {
  const { actor, trx } = unit
  const client = await lockEditable(trx, actor, clientId)
  // A rep's new deal is their own; others leave it to whoever has the client.
  const ownerId = actor.role === 'rep' ? actor.userId : (sent.ownerId ?? client.ownerId)
  if (!mayEditRecordOf(actor, ownerId)) throw new Refusal('notYours')
  await refuseNobody(trx, sent.ownerId)
  const fields = { amountMinor: null, source: null, product: null, ...noStep, ...definedOf(columnsOf(sent)) }
  const first = stageId ?? (await firstStage(trx))
  const { fields: entered } = await enterStage(
    unit,
    { clientId, amountMinor: fields.amountMinor, stepOn: fields.stepOn },
    { stageId: first, lostReasonId, note },
    at,
  )
  const after = await store.insertDeal(trx, {
    id: newId(),
    clientId,
    title,
    removedAt: null,
    closedAt: null,
    lostReasonId: null,
    lostNote: null,
    stageEnteredAt: at,
    ...fields,
    ...definedOf(entered),
    stageId: entered.stageId,
    pipelineId: entered.pipelineId,
    ownerId,
    rank: await store.rankBelow(trx, first, null),
  })
  await appendEvent(unit, null, after, { note })
  await recordDeal(unit, 'deal.created', null, after)
  return after
}

type Defined<Row> = { [Name in keyof Row]?: Exclude<Row[Name], undefined> }
const definedOf = <Row extends object>(row: Row): Defined<Row> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Defined<Row>

/**
 * Takes a move back: the deal stands where it stood, and an entry that names the move makes it as if it had not been. Where
 * what is taken back was itself a taking back, the deal moves anew.
 */
export async function takeMoveBack(
  unit: Unit,
  current: store.StoredDeal,
  { restore, isRepeat }: { restore: store.DealFields; isRepeat: boolean },
  at: string,
): Promise<void> {
  const undoesId = isRepeat ? null : await store.findEvent(unit.trx, current)
  const stageEnteredAt = (undoesId && restore.stageEnteredAt) || at
  const after = await store.updateDeal(unit.trx, current.id, { ...restore, stageEnteredAt })
  const debt = isRepeat ? await store.loadWaiver(unit.trx, after.id, after.stageId) : {}
  await appendEvent(unit, current, { ...after, stageEnteredAt: at }, { undoesId, ...debt })
  await recordDeal(unit, 'deal.moved', current, after)
}
