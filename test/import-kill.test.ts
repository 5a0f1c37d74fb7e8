// An import killed with −9 at every step goes on by itself after the next start, and loses and doubles nothing.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { readPid } from '#server/database/embedded/postmaster.ts'
import { copyDatabase, scratchFolder } from './support/data-folder.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

const ORDERS = 15_000
const LINES = 3

/** Order lines of 500 clients: three lines an order, each of 10.01. */
function makeFile(): string {
  const rows = ['Order;Date;Client ID;Product;Quantity;Price']
  for (let order = 1; order <= ORDERS; order++) {
    const day = String((order % 28) + 1).padStart(2, '0')
    for (let line = 1; line <= LINES; line++)
      rows.push(`${order};${day}.03.2026;${order % 500};P${line};1;10,01`)
  }
  return `${rows.join('\n')}\n`
}

type Run = {
  state: string
  progress: { step: string } | null
  preview: { new: number; updated: number } | null
}

test('killed while reading, staging and writing', { timeout: 240_000 }, async () => {
  const folder = await scratchFolder('gorn-import-kill-')
  await copyDatabase(inject('readyFolder'), folder)
  let server: ServerProcess = await startServer({ GORN_DATA: folder })
  let cookie = ''
  const send = async (method: string, path: string, body?: object | FormData): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { cookie, ...(body && !(body instanceof FormData) && { 'content-type': 'application/json' }) },
      ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
  const read = async <T>(path: string): Promise<T> => (await (await send('GET', path)).json()) as T
  const bring = async (): Promise<string> => {
    const form = new FormData()
    form.append('file', new File([makeFile()], 'lines.csv'))
    const answer = await send('POST', '/api/imports/order-lines', form)
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { id: string }).id
  }
  const stateOf = async (id: string): Promise<string> => (await read<Run>(`/api/imports/${id}`)).state
  const until = async (id: string, state: string): Promise<void> =>
    expect.poll(() => stateOf(id), { timeout: 60_000, interval: 20 }).toBe(state)
  // It tells how far it is, unless it was faster than we look.
  const under = async (id: string, state: string): Promise<void> =>
    expect
      .poll(
        async () => {
          const run = await read<Run>(`/api/imports/${id}`)
          return run.progress !== null || run.state !== state
        },
        { timeout: 20_000, interval: 2 },
      )
      .toBe(true)
  const die = async (withDatabase: boolean): Promise<void> => {
    const pid = withDatabase ? await readPid(join(folder, 'postgres/data')) : null
    if (pid !== null) process.kill(pid, 'SIGKILL')
    await server.kill('SIGKILL')
    server = await startServer({ GORN_DATA: folder })
  }
  try {
    const setUp = await send('POST', '/api/setup', {
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
    cookie = (setUp.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''

    const id = await bring()
    await die(false)
    await until(id, 'mapped')
    await send('POST', `/api/imports/${id}/stage`)
    await under(id, 'staging')
    await die(true)
    await until(id, 'staged')
    await send('POST', `/api/imports/${id}/commit`)
    await under(id, 'committing')
    await die(true)
    await until(id, 'committed')

    const orders = await read<{ count: number; turnoverMinor: number }>('/api/orders')
    expect(orders).toMatchObject({ count: ORDERS, turnoverMinor: ORDERS * LINES * 1001 })
    const clients = await read<{ count: number }>('/api/clients/count')
    expect(clients.count).toBe(500)

    const again = await bring()
    await until(again, 'mapped')
    await send('POST', `/api/imports/${again}/stage`)
    await until(again, 'staged')
    expect((await read<Run>(`/api/imports/${again}`)).preview).toMatchObject({ new: 0, updated: 0 })
  } finally {
    await server.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
})
