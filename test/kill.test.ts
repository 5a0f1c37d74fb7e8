// Nothing acknowledged is lost: the real server on a real folder, killed without warning under a load of writes.
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAlive, readPid } from '#server/database/embedded/postmaster.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

const KILLS = 20
const SEED = Number(process.env['GORN_SEED'] ?? 20_261_124)

/** A small generator of numbers 0…1, so that a run can be repeated by its seed. */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function post(url: string, path: string, cookie: string, body: object): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
}

async function setUp(server: ServerProcess): Promise<string> {
  const answer = await post(server.url, '/api/setup', '', {
    owner: { name: 'Owner', email: 'o@example.com', password: 'long enough' },
    workspace: {
      name: 'W',
      language: 'ru',
      timeZone: 'Europe/Moscow',
      currency: 'RUB',
      country: 'RU',
      pricesIncludeVat: true,
    },
  })
  expect(answer.status).toBe(200)
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
}

test(`${KILLS} random kill -9 of server or database under write load lose nothing acknowledged`, {
  timeout: 240_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gorn-kill-'))
  const random = makeRandom(SEED)
  const data = join(folder, 'postgres/data')
  const acknowledged = new Set<string>()
  let server = await startServer({ GORN_DATA: folder })
  try {
    const cookie = await setUp(server)
    let isLoading = true
    const write = async (worker: number): Promise<void> => {
      for (let number = 0; isLoading; number++) {
        const name = `w${worker}-${number}`
        try {
          const answer = await post(server.url, '/api/clients', cookie, { name })
          if (answer.status === 200) acknowledged.add(name)
          else await new Promise((resolve) => setTimeout(resolve, 20))
        } catch (error) {
          // The server is down: that write was never acknowledged.
          if (!(error instanceof TypeError)) throw error
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }
    }
    const workers = [0, 1, 2].map(write)
    for (let kill = 0; kill < KILLS; kill++) {
      const wanted = acknowledged.size + 3 + Math.floor(random() * 25)
      await expect.poll(() => acknowledged.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(wanted)
      const pid = await readPid(data)
      const choice = random()
      if (choice < 0.7 && pid !== null && choice > 0.35) process.kill(pid, 'SIGKILL')
      if (choice <= 0.35 || choice >= 0.7) {
        if (choice >= 0.85 && pid !== null) process.kill(pid, 'SIGKILL')
        await server.kill('SIGKILL')
        server = await startServer({ GORN_DATA: folder })
      }
    }
    await expect.poll(async () => (await fetch(`${server.url}/health`)).status, { timeout: 30_000 }).toBe(200)
    isLoading = false
    await Promise.all(workers)

    const kept = new Set<string>()
    let cursor = ''
    do {
      const answer = await fetch(
        `${server.url}/api/clients?sort=name&limit=200${cursor && `&cursor=${cursor}`}`,
        { headers: { cookie } },
      )
      const page = (await answer.json()) as { rows: { name: string }[]; nextCursor: string | null }
      for (const row of page.rows) kept.add(row.name)
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect([...acknowledged].filter((name) => !kept.has(name))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(KILLS * 3)
  } finally {
    await server.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
})

test('a stop in order stops the database too; a second server on the folder is refused', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gorn-stop-'))
  await mkdir(join(folder, 'files'))
  await writeFile(join(folder, 'files/kept'), 'x')
  const server = await startServer({ GORN_DATA: folder })
  await expect(startServer({ GORN_DATA: folder })).rejects.toThrow(/another Gorn already serves/)
  const pid = (await readPid(join(folder, 'postgres/data'))) ?? 0
  expect(isAlive(pid)).toBe(true)
  await server.kill('SIGTERM')
  expect(isAlive(pid)).toBe(false)
  expect(await readFile(join(folder, 'files/kept'), 'utf8')).toBe('x')
  await rm(folder, { recursive: true, force: true })
})
