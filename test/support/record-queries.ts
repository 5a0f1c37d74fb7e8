import pg from 'pg'
import { vi } from 'vitest'

export type Sent = { text: string; values: unknown[] }

/** The statements that a piece of work sends to the database, whichever connection it takes. */
export async function recordQueries(work: () => Promise<unknown>): Promise<Sent[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    return spy.mock.calls.map(([query, values]: unknown[]) => ({
      text: String(query),
      values: Array.isArray(values) ? values : [],
    }))
  } finally {
    spy.mockRestore()
  }
}
