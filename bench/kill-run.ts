import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type EmbeddedServer, startEmbedded } from '#server/database/embedded/supervisor.ts'
import { isAlive, readPid } from '#server/database/embedded/postmaster.ts'
import { copyDatabase, scratchFolder } from '../test/support/data-folder.ts'
import { type ServerProcess, startServer } from '../test/support/server-process.ts'
import { type Findings, findDamage, findUnrest } from './kill-check.ts'
import { type Body, type Call, type Counts, startLoad } from './kill-load.ts'
import { seeded } from './random.ts'

const WRITERS = 4
const IMPORT_EVERY = 5
const PATIENCE_MS = 90_000

const kinds = ['server', 'database', 'both', 'restart'] as const
type Kind = (typeof kinds)[number]

export type Outcome = Findings & { kills: Record<Kind, number>; counts: Counts }

async function until(isDone: () => Promise<boolean> | boolean, what: string | (() => string)): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isDone())) {
    if (Date.now() > deadline)
      throw new Error(`no end of waiting: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function livingPid(folder: string): Promise<number> {
  let found: number | null = null
  const look = async (): Promise<boolean> => {
    const pid = await readPid(join(folder, 'postgres/data'))
    found = pid !== null && isAlive(pid) ? pid : null
    return found !== null
  }
  await until(look, 'the database')
  return found ?? 0
}

const setUp = {
  owner: { name: 'Owner', email: 'o@example.com', password: 'long enough' },
  workspace: {
    name: 'W',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    country: 'RU',
    pricesIncludeVat: true,
  },
}

/**
 * Kills the real server, its database or both without warning, or restarts the database in order, while writers write; then compares what
 * they were told with what is there. The seed decides what is killed, after how many writes, and what each writer does. `ready` names a data folder to begin with.
 */
export async function runKills(
  seed: number,
  kills: number,
  say: (line: string) => void,
  ready?: string,
): Promise<Outcome> {
  const folder = await scratchFolder('gorn-kill-')
  if (ready !== undefined) await copyDatabase(ready, folder)
  const random = seeded(seed)
  const done = { server: 0, database: 0, both: 0, restart: 0 }
  const supervisors: EmbeddedServer[] = []
  const reach = async (): Promise<string> => {
    const embedded = await startEmbedded({ dataFolder: folder, log: () => undefined })
    supervisors.push(embedded)
    return embedded.connectionString()
  }
  let server: ServerProcess = await startServer({ GORN_DATA: folder })
  let cookie = ''
  const refusals: string[] = []
  const call: Call = async (method, path, body) => {
    try {
      const isForm = body instanceof FormData
      const answer = await fetch(`${server.url}${path}`, {
        method,
        headers: { cookie, ...(body && !isForm && { 'content-type': 'application/json' }) },
        ...(body && { body: isForm ? body : JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (answer.status !== 200)
        refusals.push(`${new Date().toISOString()} ${method} ${path} ${answer.status} ${text.slice(0, 200)}`)
      cookie ||= (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
      return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Body }
    } catch (error) {
      // The server is down: whatever it was, nobody was told that it is done.
      refusals.push(`${new Date().toISOString()} ${method} ${path} ${String(error)}`)
      if (error instanceof TypeError) return null
      throw error
    }
  }
  // Which answers were refusals, and what the two that are killed wrote last: for whoever looks into a failure.
  const explain = async (): Promise<string> => {
    const ofDatabase = await readFile(join(folder, 'postgres/server.log'), 'utf8').catch(String)
    return [refusals.slice(-10).join('; '), server.lastWords(), ofDatabase.slice(-3000)].join('\n\n')
  }
  try {
    if ((await call('POST', '/api/setup', setUp))?.status !== 200) throw new Error('not set up')
    const load = startLoad(call, seed, WRITERS)
    for (let kill = 1; kill <= kills; kill++) {
      // Kills come faster than an import is written; now and then one has the time for it.
      const imports = load.counts.import + (kill % IMPORT_EVERY === 0 ? 1 : 0)
      await until(
        () => load.counts.import >= imports,
        () => `an import after kill ${kill - 1}`,
      )
      const wanted = load.total() + 3 + random.below(25)
      await until(() => load.total() >= wanted, `writes after kill ${kill - 1}`)
      const what = random.pick(kinds)
      done[what]++
      // One that is still away after the last kill cannot be killed.
      const pid = what === 'server' ? null : await livingPid(folder)
      // A restart in order ends every connection, like that of a person who updates PostgreSQL while people work.
      if (pid !== null) process.kill(pid, what === 'restart' ? 'SIGINT' : 'SIGKILL')
      if (what === 'server' || what === 'both') {
        await server.kill('SIGKILL')
        server = await startServer({ GORN_DATA: folder })
      }
      if (kill % 20 === 0) say(`${kill} kills, ${load.total()} writes acknowledged`)
    }
    await until(async () => (await call('GET', '/health'))?.status === 200, 'the server after the last kill')
    await load.stop()
    const url = await reach()
    let unrest: string[] = []
    await until(
      async () => (unrest = await findUnrest(url)).length === 0,
      () => `background work: ${unrest.join('; ')}`,
    )
    await server.kill('SIGTERM')
    const found = await findDamage(await reach(), load.memories)
    return { ...found, kills: done, counts: load.counts }
  } catch (error) {
    throw new Error(`${String(error)}\n\n${await explain()}`, { cause: error })
  } finally {
    await server.kill('SIGKILL')
    // A supervisor starts what is killed again, so each lets go first.
    for (const supervisor of supervisors) await supervisor.release()
    const left = await readPid(join(folder, 'postgres/data'))
    if (left !== null && isAlive(left)) {
      process.kill(left, 'SIGQUIT')
      await until(() => !isAlive(left), 'the end of the database')
    }
    await rm(folder, { recursive: true, force: true })
  }
}
