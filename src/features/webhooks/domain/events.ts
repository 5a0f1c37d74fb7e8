/** What a webhook may be told of, by group; the names are the actions of the history. */
export const eventGroups = {
  client: ['client.created', 'client.updated', 'client.merged', 'client.unmerged', 'client.removed'],
  contact: ['contact.created', 'contact.updated', 'contact.removed'],
  fact: ['fact.recorded', 'fact.removed'],
  touch: ['touch.created', 'touch.updated', 'touch.removed'],
  order: ['order.created', 'order.updated', 'order.removed'],
  deal: ['deal.created', 'deal.updated', 'deal.moved', 'deal.removed', 'deal.restored', 'lead.graded'],
  import: ['import.committed', 'import.undone'],
} as const

/** One event that a webhook may be told of. */
export type WebhookEvent = (typeof eventGroups)[keyof typeof eventGroups][number]

/** All events, in the order in which they are shown. */
export const webhookEvents: readonly WebhookEvent[] = Object.values(eventGroups).flat()

/** The event that a person sends to try a webhook; every webhook gets it. */
export const TEST_EVENT = 'webhook.tested'
