import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../../../test/support/receiver.ts'
import { readTarget } from './target.ts'
import { post, type Resolve } from './post.ts'

let receiver: Receiver
beforeEach(async () => void (receiver = await startReceiver()))
afterEach(() => receiver.close())

const message = { headers: { 'content-type': 'application/json' }, body: '{"a":"б"}' }
const here: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])

function send(url: string, options: { allowed?: string[]; resolve?: Resolve; timeoutMs?: number } = {}) {
  const read = readTarget(url, options.allowed ?? [])
  if (!read.ok) throw new Error(read.reason)
  return post(read.target, message, {
    timeoutMs: options.timeoutMs ?? 5000,
    resolve: options.resolve ?? here,
  })
}
const port = (): string => receiver.name.split(':')[1] ?? ''
const named = (resolve: Resolve = here, timeoutMs?: number) =>
  send(`http://shop.example:${port()}/hook`, {
    allowed: [`shop.example:${port()}`],
    resolve,
    ...(timeoutMs !== undefined && { timeoutMs }),
  })

test('the message arrives whole; the name is asked for once, and what was found is connected to', async () => {
  let asked = 0
  const rebinding: Resolve = () => {
    asked++
    return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.9.9.9', family: 4 }])
  }
  expect(await named(rebinding)).toEqual({ status: 200, failure: null, detail: null, answer: 'ok' })
  expect([asked, receiver.received.map(({ body }) => body)]).toEqual([1, [message.body]])
  expect(receiver.received[0]?.headers.host).toBe(`shop.example:${port()}`)
})

test('one private address among public ones refuses all, and nothing is connected to', async () => {
  const mixed: Resolve = () =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ])
  expect(await send(`https://shop.example:${port()}/`, { resolve: mixed })).toMatchObject({
    failure: 'private',
    detail: '127.0.0.1',
  })
  expect(receiver.received).toEqual([])
})

test.each([
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest',
])('%s is refused', async (url) => {
  const resolve: Resolve = (host) => Promise.resolve([{ address: host, family: host.includes(':') ? 6 : 4 }])
  expect(await send(url, { resolve })).toMatchObject({ failure: 'private', status: null })
})

test('a name that nobody knows', async () => {
  expect(await named(() => Promise.reject(new Error('ENOTFOUND')))).toMatchObject({
    failure: 'unresolved',
    detail: 'shop.example',
  })
})

test('a redirect is not followed', async () => {
  receiver.answer((response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  )
  expect(await named()).toMatchObject({
    status: 307,
    failure: 'redirect',
    detail: 'http://169.254.169.254/latest/meta-data',
  })
  expect(receiver.received).toHaveLength(1)
})

test.each([
  [500, 'status'],
  [404, 'status'],
  [410, 'gone'],
  [304, 'redirect'],
  [204, null],
])('the answer %s means %s', async (status, failure) => {
  receiver.answer(status)
  expect(await named()).toMatchObject({ status, failure })
})

test('who says nothing, or the name server that says nothing, is left in time', async () => {
  receiver.answer(() => undefined)
  expect(await named(here, 100)).toMatchObject({ failure: 'timeout', detail: '0.1', status: null })
  expect(await named(() => new Promise(() => undefined), 100)).toMatchObject({ failure: 'timeout' })
})

test('an answer without an end: the status counts, the first kilobyte is kept', async () => {
  receiver.answer((response) => void response.writeHead(200).write('начало\0'))
  expect(await named(here, 300)).toEqual({ status: 200, failure: null, detail: null, answer: 'начало\uFFFD' })
  receiver.answer((response) => void response.writeHead(500).write('x'.repeat(100_000)))
  expect((await named()).answer).toBe('x'.repeat(1024))
})

test('a connection that breaks, and a door that is shut', async () => {
  receiver.answer((response) => response.socket?.destroy())
  expect(await named()).toMatchObject({ failure: 'connection', detail: 'ECONNRESET' })
  receiver.answer((response) => response.socket?.end('SMTP hello\r\n\r\n'))
  expect(await named()).toMatchObject({ failure: 'connection' })
  expect(await send('http://a.example:1/', { allowed: ['a.example:1'] })).toMatchObject({
    failure: 'connection',
    detail: 'ECONNREFUSED',
  })
})
