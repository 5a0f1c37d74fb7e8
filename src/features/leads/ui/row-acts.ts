import type { QueueRow } from '../contract.ts'

/** What can be done with a row without leaving the queue. */
export type RowAct = 'log' | 'done' | 'plan' | 'snooze' | 'lead' | 'turn' | 'more'
/** What is open over the queue. */
export type Open = { act: RowAct; row: QueueRow }

export const keyOf = ({ part, deal, clientId }: QueueRow): string => `${part} ${deal?.id ?? clientId}`

/** What a row is called. */
export const nameOf = ({ deal, clientName }: QueueRow): string => deal?.title ?? clientName

/** The act that a row waits for most. */
export function mainActOf({ part, phone }: QueueRow): 'call' | Exclude<RowAct, 'more' | 'snooze' | 'turn'> {
  if (part === 'step') return 'done'
  if (part === 'noStep') return 'plan'
  if (part === 'recheck') return 'lead'
  return phone ? 'call' : 'log'
}

/** Everything else that makes sense for a row, in the order in which it is offered. */
export function actsOf(row: QueueRow): RowAct[] {
  const main = mainActOf(row)
  const all: RowAct[] = row.deal
    ? [
        ...(row.deal.step ? (['done'] as const) : []),
        'log',
        'plan',
        'lead',
        ...(row.wait ? (['turn'] as const) : []),
        'snooze',
      ]
    : ['log', 'snooze']
  return all.filter((it) => it !== main)
}
