/** What the composition may know of webhooks. */
export type { WebhookPlace } from './deliver.ts'
export { webhookUndoers } from './undo.ts'
