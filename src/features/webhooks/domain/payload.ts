type Row = Readonly<Record<string, unknown>>
type Field = { before: unknown; after: unknown }

/** An entry of the history as a receiver needs it. */
export type WebhookSource = {
  id: string
  action: string
  at: Date
  entity: string
  entityId: string | null
  actorId: string | null
  actorName: string | null
  channel: string
  reason: string | null
  before: Row | null
  after: Row | null
}

/** What is sent; `version` grows when a field changes its meaning or goes, never when one comes. */
export type WebhookPayload = {
  version: 1
  id: string
  type: string
  timestamp: string
  data: {
    entity: string
    id: string | null
    rev: number | null
    actor: { id: string | null; name: string | null; channel: string }
    reason: string | null
    changes: Record<string, Field>
  }
}

const named = new Set(['id', 'rev'])

/** The body of one event: who changed which fields of what, from what to what; nothing that stayed as it was. */
export function toPayload({ before, after, ...source }: WebhookSource): WebhookPayload {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  const changes: Record<string, Field> = {}
  for (const name of names) {
    const field = { before: before?.[name] ?? null, after: after?.[name] ?? null }
    if (!named.has(name) && JSON.stringify(field.before) !== JSON.stringify(field.after))
      changes[name] = field
  }
  const rev = after?.['rev']
  return {
    version: 1,
    id: source.id,
    type: source.action,
    timestamp: source.at.toISOString(),
    data: {
      entity: source.entity,
      id: source.entityId,
      rev: typeof rev === 'number' ? rev : null,
      actor: { id: source.actorId, name: source.actorName, channel: source.channel },
      reason: source.reason,
      changes,
    },
  }
}
