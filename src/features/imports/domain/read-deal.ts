import { touchOfWord } from '#kernel/contact-words.ts'
import {
  endOfWord,
  type NamedPipeline,
  type NamedStage,
  pipelineOfWord,
  reasonOfWord,
  stageOfWord,
} from './deal-words.ts'
import type { DealPlan, FieldName } from './plan.ts'
import type { RowReader } from './read-more.ts'

// Sums of many must stay exact as numbers; the same as the contract of deals.
const MOST_MINOR = 1e13
const LONGEST_PRODUCT = 200
const stepKinds = {
  call: 'call',
  meeting: 'meeting',
  message: 'message',
  email: 'email',
  note: 'task',
} as const

function wayOf(reader: RowReader, deals: DealPlan): NamedPipeline {
  const word = reader.text('pipeline')
  // A way that other programs name need not be one of ours: the chosen one is meant.
  const named = word === undefined ? null : pipelineOfWord(word, deals.pipelines)
  const way = named ?? deals.pipelines.find((it) => it.id === deals.pipelineId)
  if (!way || (word !== undefined && !named && reader.plan.isOwn))
    return reader.refuse('unknownPipeline', 'pipeline', word ?? '')
  return way
}

/** Where the deal stands: what was said of the word, else what the word says; a column of states decides over the ends. */
function stageOf(reader: RowReader, deals: DealPlan, way: NamedPipeline): NamedStage | null {
  const state = reader.text('status')
  const end = state === undefined ? null : endOfWord(state)
  if (end !== null) {
    const stage = way.stages.find((it) => it.kind === end)
    if (stage) return stage
  }
  const word = reader.text('stage')
  if (word === undefined) {
    const title = reader.text('dealTitle', 200) ?? reader.text('dealNumber', 200) ?? ''
    if (reader.plan.fields.stage) reader.notices.push({ code: 'noStage', field: 'stage', value: title })
    return null
  }
  const said = deals.stages[word]
  const chosen =
    said === undefined ? undefined : deals.pipelines.flatMap((it) => it.stages).find((it) => it.id === said)
  return chosen ?? stageOfWord(word, way.stages) ?? reader.refuse('unknownStage', 'stage', word)
}

function amountOf(reader: RowReader): number | undefined {
  const text = reader.number('amount')
  if (text === undefined) return undefined
  if (text.startsWith('-') && Number(text) !== 0) return reader.refuse('negativeAmount', 'amount', text)
  const minor = Math.round(Number(text) * 10 ** reader.plan.currencyDigits) + 0
  return minor > MOST_MINOR ? reader.refuse('amountTooLarge', 'amount', text) : Math.abs(minor)
}

/** The reason that the row gives or that was chosen for rows that give none. A loss without one does not come in. */
function lossOf(reader: RowReader, deals: DealPlan): { lost_reason_id: string; lost_note: string | null } {
  const word = reader.text('lostReason')
  const note = reader.text('lostNote', 2000)
  const known = reader.plan.isOwn ? [...deals.reasons, ...deals.goneReasons] : deals.reasons
  const named = word === undefined ? null : reasonOfWord(word, known)
  const chosen = deals.reasons.find((it) => it.id === deals.lostReason?.id)
  const reason = named ?? chosen
  if (!reason) {
    if (word !== undefined) return reader.refuse('unknownLostReason', 'lostReason', word)
    return reader.refuse('lostReasonMissing', 'lostReason', '')
  }
  // A word that the catalogue lacks is kept as the note: it is what the file says.
  const said = note ?? (named ? undefined : (word ?? deals.lostReason?.note ?? undefined))
  if (reason.needsNote && said === undefined) return reader.refuse('lostNoteMissing', 'lostNote', word ?? '')
  return { lost_reason_id: reason.id, lost_note: said ?? null }
}

type Dates = { createdAt: string | undefined; closedAt: string | undefined }

/** When it began and ended. Neither lies ahead, and it ends no earlier than on the day on which it began. */
function datesOf(reader: RowReader, deals: DealPlan, stage: NamedStage | null): Dates {
  const read = (field: FieldName) => {
    const at = reader.instant(field)
    const day = reader.day(field)
    return at === undefined || day === undefined ? null : { at, day }
  }
  const created = read('dealCreatedAt')
  if (created && created.day > deals.today) reader.refuse('dateInFuture', 'dealCreatedAt', created.day)
  if (stage === null || stage.kind === 'open') {
    // Of a deal under way it is the day on which somebody hopes to close it.
    const hoped = reader.text('dealClosedAt')
    if (hoped !== undefined) reader.notices.push({ code: 'hopedClose', field: 'dealClosedAt', value: hoped })
    return { createdAt: created?.at, closedAt: undefined }
  }
  const closed = read('dealClosedAt')
  if (!closed) return reader.refuse('closedDateMissing', 'dealClosedAt', reader.text('stage') ?? '')
  if (closed.day > deals.today) reader.refuse('dateInFuture', 'dealClosedAt', closed.day)
  if (created && closed.day < created.day)
    reader.refuse('closedBeforeCreated', 'dealClosedAt', `${closed.day} < ${created.day}`)
  // A day alone begins at midnight, before whatever happened on it.
  const isClosedFirst = created !== null && Date.parse(closed.at) < Date.parse(created.at)
  return { createdAt: created?.at, closedAt: isClosedFirst ? created.at : closed.at }
}

function stepOf(reader: RowReader): Record<string, unknown> {
  const [text, on] = [reader.text('nextStep', 500), reader.day('nextStepOn')]
  if (on === undefined) {
    if (text !== undefined) reader.notices.push({ code: 'leftOut', field: 'nextStep', value: text })
    return {}
  }
  const word = reader.text('stepKind')
  const time = reader.text('stepTime')
  const isTime = time !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
  if (time !== undefined && !isTime) reader.notices.push({ code: 'leftOut', field: 'stepTime', value: time })
  return {
    step_kind: stepKinds[(word === undefined ? null : touchOfWord(word)) ?? 'note'],
    step_text: text ?? null,
    step_on: on,
    step_time: isTime ? time : null,
  }
}

const noStep = { step_kind: null, step_text: null, step_on: null, step_time: null }

/**
 * What a row tells of a deal, named as the database names it; `author` is the word for who leads it. What stands at a stage
 * has its end and its reason with it, so that a later file that opens it again takes them away.
 */
export function readDeal(reader: RowReader, deals: DealPlan): Record<string, unknown> {
  const way = wayOf(reader, deals)
  const stage = stageOf(reader, deals, way)
  const { createdAt, closedAt } = datesOf(reader, deals, stage)
  const product = reader.text('product', LONGEST_PRODUCT)
  const number = reader.text('dealNumber', 200)
  const title = reader.text('dealTitle', 200) ?? product ?? reader.text('clientName', 200) ?? number
  if (title === undefined) return reader.refuseMissing('dealTitle')
  const amount = amountOf(reader)
  const isOver = stage !== null && stage.kind !== 'open'
  const loss = stage?.kind === 'lost' ? lossOf(reader, deals) : { lost_reason_id: null, lost_note: null }
  const step = isOver ? noStep : stepOf(reader)
  if (stage?.kind === 'won' && amount === undefined)
    reader.notices.push({ code: 'noAmount', field: 'amount', value: title })
  const told = {
    title,
    external_id: number,
    amount_minor: amount,
    product,
    source: reader.text('source', 100),
    created_at: createdAt,
    author: reader.text('rep', 200),
    ...(stage && {
      stage_id: stage.id,
      pipeline_id: deals.pipelines.find(({ stages }) => stages.includes(stage))?.id,
      closed_at: closedAt ?? null,
      ...loss,
    }),
    ...step,
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}

/** What a row tells of something that is sold. */
export function readProduct(reader: RowReader): Record<string, unknown> {
  const name = reader.text('product', LONGEST_PRODUCT) ?? reader.refuseMissing('product')
  const text = reader.number('unitPrice')
  if (text?.startsWith('-') && Number(text) !== 0) return reader.refuse('negativeAmount', 'unitPrice', text)
  const price =
    text === undefined ? undefined : Math.round(Math.abs(Number(text)) * 10 ** reader.plan.currencyDigits)
  return { name, ...(price !== undefined && { price_minor: price }) }
}
