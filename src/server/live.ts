import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { type Actor, sees } from '#kernel/actor.ts'
import type { Database } from './database/connect.ts'
import { type Handled, handle } from './http/handle.ts'
import { liveContract } from './live-contract.ts'

type Event = {
  id: number
  kind: string
  entityId: string | null
  rev: number | null
  ownerId: string | null
  isOwned: boolean
}
type Subscriber = { actor: Actor; stream: PassThrough }

export type Live = { handled: Handled[]; start(): Promise<void>; stop(): Promise<void> }

// What a person may hear has changed: their streams end, and whoever is still let in opens the next.
const ACCESS = 'access'
const KEEP_ALIVE_MS = 25_000
const RETRY_MS = 500
// A stream ends after this and the browser opens the next: rights that changed meanwhile count from then on.
const LIFETIME_MS = 10 * 60_000
// Ids are given before commit, so a later id may be seen first: a reconnect goes back this far. Repeats are harmless.
const OVERLAP = 200

function write({ actor, stream }: Subscriber, event: Event): void {
  if (event.isOwned && !sees(actor, event.ownerId)) return
  stream.write(
    `id: ${event.id}\ndata: ${JSON.stringify({ kind: event.kind, id: event.entityId, rev: event.rev })}\n\n`,
  )
}

/** Hears LISTEN on one connection and passes events on to every browser of this process, each within its sight. */
export function makeLive(db: Database, directUrl: () => string, log: Logger): Live {
  const subscribers = new Set<Subscriber>()
  let client: pg.Client | null = null
  let lastId = 0
  let isStopped = false
  let retry: NodeJS.Timeout | undefined

  const read = async (after: number, only?: number): Promise<Event[]> => {
    const query = sql<Event>`
      select id, kind, entity_id, rev, owner_id, is_owned from live_event
      where ${only === undefined ? sql`id > ${after}` : sql`id = ${only}`} order by id limit 5000`
    return (await query.execute(db)).rows
  }
  const readLast = async (): Promise<number> => {
    const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from live_event`.execute(
      db,
    )
    return rows[0]?.last ?? 0
  }
  const spread = (events: Event[]): void => {
    for (const event of events) {
      lastId = Math.max(lastId, event.id)
      if (event.kind === ACCESS) endStreamsOf(event.entityId)
      else for (const subscriber of subscribers) write(subscriber, event)
    }
  }
  const endStreamsOf = (userId: string | null): void => {
    for (const { actor, stream: body } of subscribers) if (actor.userId === userId) body.end()
  }
  const hear = async (payload: string | undefined): Promise<void> => {
    if (subscribers.size === 0) return
    spread(await read(0, Number(payload)))
  }
  let hearing: Promise<void> = Promise.resolve()
  const listen = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: directUrl(), application_name: 'gorn-live' })
    next.on('error', (error) => log.warn({ err: error }, 'live connection lost'))
    next.on('notification', (message) => {
      // One after another: whoever comes back asks for what follows the last that they heard.
      hearing = hearing
        .then(() => hear(message.payload))
        .catch((error: unknown) => log.warn({ err: error }, 'live event not read'))
    })
    await next.connect()
    // Only of a connection that stood: one that was never made ends too, and its failure is told by connect().
    next.on('end', tryAgain)
    await next.query('listen gorn_live')
    client = next
    if (lastId === 0) lastId = await readLast()
    else if (subscribers.size > 0) spread(await read(lastId))
  }
  const reconnect = async (): Promise<void> => {
    try {
      await listen()
    } catch (error) {
      log.warn({ err: error }, 'live connection not made')
      tryAgain()
    }
  }
  // One timer for all: two for each failure would double with each, until the database has no place for anybody else.
  const tryAgain = (): void => {
    client = null
    clearTimeout(retry)
    if (!isStopped) retry = setTimeout(() => void reconnect(), RETRY_MS)
  }
  const pulse = setInterval(() => {
    for (const { stream } of subscribers) stream.write(': alive\n\n')
  }, KEEP_ALIVE_MS)

  const stream = handle(liveContract.stream, async ({ actor, query, request }) => {
    const body = new PassThrough()
    const subscriber = { actor, stream: body }
    request.setHeader('cache-control', 'no-store')
    request.setHeader('x-no-compression', '1')
    request.setHeader('x-accel-buffering', 'no')
    const lifetime = setTimeout(() => body.end(), LIFETIME_MS)
    request.signal.addEventListener('abort', () => {
      clearTimeout(lifetime)
      subscribers.delete(subscriber)
      body.end()
    })
    subscribers.add(subscriber)
    const after = Number(request.headers.get('last-event-id') ?? query.after ?? 0)
    body.write('retry: 1500\n\n')
    if (Number.isSafeInteger(after) && after > 0) {
      const missed = await read(after - OVERLAP)
      for (const event of missed) if (event.kind !== ACCESS) write(subscriber, event)
    }
    return { fileName: '', contentType: 'text/event-stream; charset=utf-8', body }
  })

  return {
    handled: [stream],
    start: listen,
    async stop() {
      isStopped = true
      clearInterval(pulse)
      clearTimeout(retry)
      for (const { stream: body } of subscribers) body.end()
      subscribers.clear()
      await client?.end()
    },
  }
}
