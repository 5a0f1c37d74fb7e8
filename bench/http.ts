import pg from 'pg'
import type { Gorn } from '#compose.ts'
import type { People } from './company.ts'
import { funnelPagesOf } from './funnel-pages.ts'
import type { Size } from './generate.ts'
import { type Times, timeMany } from './measure.ts'
import { type Page, pagesOf } from './pages.ts'
import { send, type Server } from './server.ts'
import { recordStatements, replay, type Statement } from './statements.ts'

export type PageTimes = {
  name: string
  queries: number
  bare: Times
  bareMany: Times
  one: Times
  many: Times
}
const MANY = 16

// The statements of a page, one list for each of its requests.
async function statementsOf(gorn: Gorn, cookie: string, page: Page): Promise<Statement[][]> {
  const all: Statement[][] = []
  for (const path of page.paths()) {
    const ask = async (): Promise<void> => {
      const reply = await gorn.app.inject({ method: 'GET', url: path, headers: { cookie } })
      if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.statusCode} ${reply.body}`)
    }
    // What a new connection is told first is no query of the page.
    await ask()
    all.push(await recordStatements(ask))
  }
  return all
}

async function deepCursor(server: Server, cookie: string): Promise<string> {
  let cursor = ''
  for (let page = 0; page < 30; page++) {
    const query = `limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    const { nextCursor } = JSON.parse((await send(server, `/api/clients?${query}`, { cookie })).text) as {
      nextCursor: string | null
    }
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return cursor
}

/** Every page through HTTP, alone and sixteen at once, beside the same statements sent over bare connections in the same minute. */
export async function measurePages(
  { server, gorn, url }: { server: Server; gorn: Gorn; url: string },
  people: People,
  size: Size,
  { seconds, only }: { seconds: number; only: readonly string[] },
  say: (line: string) => void,
): Promise<PageTimes[]> {
  const clients = Array.from({ length: MANY }, () => new pg.Client({ connectionString: url }))
  await Promise.all(clients.map((client) => client.connect()))
  const single = { concurrency: 1, most: 200, seconds }
  const several = { concurrency: MANY, most: 800, seconds }
  const measured: PageTimes[] = []
  try {
    const all = [...pagesOf(size, await deepCursor(server, people.owner)), ...(await funnelPagesOf(gorn))]
    for (const page of all.filter(({ name }) => only.length === 0 || only.some((it) => name.includes(it)))) {
      const cookie = people[page.who]
      const statements = await statementsOf(gorn, cookie, page)
      const bare = (worker: number): Promise<void> => replay(clients[worker] as pg.Client, statements.flat())
      const ask = (): Promise<unknown> =>
        Promise.all(page.paths().map((path) => send(server, path, { cookie })))
      const times = {
        name: page.name,
        queries: Math.max(...statements.map((it) => it.length)),
        bare: await timeMany(single, bare),
        one: await timeMany(single, ask),
        bareMany: await timeMany(several, bare),
        many: await timeMany(several, ask),
      }
      measured.push(times)
      say(
        `${page.name}: ${times.bare.p50.toFixed(1)} bare, ${times.one.p50.toFixed(1)} / ${times.one.p95.toFixed(1)} ms`,
      )
    }
    return measured
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}
