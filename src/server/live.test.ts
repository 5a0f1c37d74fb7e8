import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type Caller, type TestApp, testApp } from '../../test/support/test-app.ts'

let app: TestApp
let url: string
beforeAll(async () => {
  app = await testApp()
  url = await app.gorn.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

/** Opens the stream of a person and gathers what they hear. */
async function listen(caller: Caller, after?: string) {
  const stop = new AbortController()
  const headers = { cookie: caller.cookie, ...(after !== undefined && { 'last-event-id': after }) }
  const response = await fetch(`${url}/api/live`, { headers, signal: stop.signal })
  const heard: { id: string; kind: string; entity: string | null }[] = []
  const read = async (): Promise<void> => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (!data) continue
        const { kind, id } = JSON.parse(data) as { kind: string; id: string | null }
        heard.push({ id: /^id: (\d+)$/m.exec(block)?.[1] ?? '', kind, entity: id })
      }
    }
  }
  const done = read().catch((error: unknown) => {
    if (!(error instanceof DOMException)) throw error
  })
  return {
    heard,
    async close() {
      stop.abort()
      await done
    },
  }
}

test('a change is heard by those who see the record, and by nobody else', async () => {
  const stranger = await app.addPerson('rep')
  const [owner, rep, other] = [
    await listen(app.as('owner')),
    await listen(app.as('rep')),
    await listen(stranger),
  ]
  const client = await app.as('rep').call(contract.clients.create, { body: { name: 'Линия Света' } })
  await app.as('owner').call(contract.team.addTeam, { body: { name: 'Юг' } })
  const kinds = (stream: typeof owner): string[] => stream.heard.map((event) => event.kind)
  for (const stream of [owner, rep, other]) await expect.poll(() => kinds(stream)).toContain('team')
  expect(kinds(owner)).toEqual(['client', 'team'])
  expect(rep.heard[0]).toMatchObject({ kind: 'client', entity: client.id })
  expect(kinds(other)).toEqual(['team'])
  await Promise.all([owner.close(), rep.close(), other.close()])
})

test('a reconnect catches up from the last id it saw', async () => {
  const first = await listen(app.as('owner'))
  await app.as('owner').call(contract.clients.create, { body: { name: 'Раз' } })
  await expect.poll(() => first.heard.length).toBeGreaterThan(0)
  const last = first.heard.at(-1)?.id ?? ''
  await first.close()
  const missed = await app.as('owner').call(contract.clients.create, { body: { name: 'Два' } })
  const again = await listen(app.as('owner'), last)
  await expect.poll(() => again.heard.map((event) => event.entity)).toContain(missed.id)
  await again.close()
})

test('a stranger hears nothing', async () => {
  expect((await fetch(`${url}/api/live`)).status).toBe(401)
})
