import { connect } from 'node:net'
import type { Random } from './random.ts'

const HALF_MS = 1500

const post = (headers: string[], body: string | Buffer = ''): Buffer =>
  Buffer.concat([
    Buffer.from(['POST /api/clients HTTP/1.1', 'Host: localhost', ...headers, '', ''].join('\r\n'), 'latin1'),
    Buffer.from(body),
  ])
const get = (path: string, headers: string[] = []): Buffer =>
  Buffer.from(
    [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n'),
    'latin1',
  )
const json = 'Content-Type: application/json'
const form = 'Content-Type: multipart/form-data'
const upload = (headers: string[], body: string): Buffer =>
  Buffer.from(
    [
      'POST /api/imports/clients HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      ...headers,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  )

/** HTTP as no client should speak it. */
export function malformed(cookie: string): readonly Buffer[] {
  const mine = `Cookie: ${cookie}`
  return [
    Buffer.from('\0\0\0\0\r\n\r\n'),
    Buffer.from('GET'),
    Buffer.from('GET / HTTP/9.9\r\n\r\n'),
    Buffer.from('BREW /api/clients HTTP/1.1\r\nHost: x\r\n\r\n'),
    Buffer.from('GET /api/me HTTP/1.1\r\n\r\n'),
    post([mine, json, 'Content-Length: -5'], '{}'),
    post([mine, json, 'Content-Length: abc'], '{}'),
    post([mine, json, 'Content-Length: 999999999999999999999'], '{}'),
    post([mine, json, 'Content-Length: 2', 'Content-Length: 3'], '{}'),
    post([mine, json, 'Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
    post([mine, json, 'Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'),
    post([mine, json, 'Transfer-Encoding: chunked'], 'ffffffffffffffff\r\n{}'),
    post([mine, json, 'Transfer-Encoding: gzip, chunked'], '2\r\n{}\r\n0\r\n\r\n'),
    post([mine, json, 'Content-Length: 500'], '{"name":'),
    post([mine, json, 'Connection: close', 'Content-Length: 8'], '{"name":'),
    post([mine, json, 'Connection: close', 'Content-Length: 9'], '{"__proto'),
    post(
      [mine, json, 'Connection: close', 'Content-Length: 13'],
      Buffer.from([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    ),
    post([mine, 'Content-Type: text/xml', 'Connection: close', 'Content-Length: 4'], '<a/>'),
    post(
      [mine, 'Content-Type: application/json; charset=koi8-r', 'Connection: close', 'Content-Length: 2'],
      '{}',
    ),
    post([mine, 'Content-Type: \x01', 'Connection: close', 'Content-Length: 2'], '{}'),
    post([mine, 'Connection: close', 'Content-Length: 0', json]),
    post([mine, json, 'Content-Encoding: gzip', 'Connection: close', 'Content-Length: 2'], '{}'),
    post([mine, json, 'Expect: 100-continue', 'Connection: close', 'Content-Length: 2'], '{}'),
    post([mine, json, 'Origin: null', 'Connection: close', 'Content-Length: 2'], '{}'),
    post([mine, json, 'Idempotency-Key: \xff', 'Connection: close', 'Content-Length: 2'], '{}'),
    get(`/${'a'.repeat(60_000)}`),
    get(`/api/clients?text=${'%D0%B9'.repeat(8000)}`, [mine]),
    get('/api/clients', [`X-Long: ${'x'.repeat(80_000)}`]),
    get(
      '/api/clients',
      Array.from({ length: 3000 }, (_none, at) => `X-${at}: 1`),
    ),
    get('/api/clients', [`Cookie: gorn.session_token=${'%'.repeat(2000)}`]),
    get('/api/clients', ['Authorization: Bearer \xff\xfe']),
    get('/api/me', [`Authorization: Bearer gorn_${'a'.repeat(5000)}`]),
    get('/../../../../etc/passwd'),
    get('/assets/../../package.json'),
    get('/assets/..%2f..%2fpackage.json'),
    get('/assets/%2e%2e/%2e%2e/src/main.ts'),
    get('/assets/%00'),
    get('/api/clients/%00', [mine]),
    get('/api/clients/%ff%fe', [mine]),
    get('/api/clients/%', [mine]),
    get('/api/clients?text=%', [mine]),
    get('/api/clients?text=%00', [mine]),
    get('/api/clients?text=a&text=b&limit=1&limit=2', [mine]),
    get('/api/clients?__proto__[role]=owner&constructor=1', [mine]),
    get('//api//clients', [mine]),
    get('http://example.com/api/me', [mine]),
    get('/api/live', [mine, 'Last-Event-ID: -1e309']),
    get('/api/live?after=1e400', [mine]),
    get('/api/live?after=99999999999999999999', [mine]),
    upload([mine, form], 'x'),
    upload([mine, `${form}; boundary=`], '--\r\n\r\n'),
    upload([mine, `${form}; boundary=b`], '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n'),
    upload(
      [mine, `${form}; boundary=b`],
      '--b\r\nContent-Disposition: form-data; name="f"; filename="../../\0"\r\n\r\nx\r\n--b--\r\n',
    ),
    upload(
      [mine, `${form}; boundary=b`],
      '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n',
    ),
    upload([mine, `${form}; boundary=${'b'.repeat(5000)}`], '--b'),
  ]
}

/** Sends bytes and hangs up when answered, or after a while, as a client does that dies halfway; gives back what was answered. */
export function speak(port: number, bytes: Buffer, random: Random): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    const end = (): void => {
      clearTimeout(patience)
      socket.destroy()
      resolve(answer)
    }
    const patience = setTimeout(end, HALF_MS)
    socket.on('error', end)
    socket.on('close', end)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      // A stream of events never ends of itself.
      if (answer.includes('text/event-stream')) end()
    })
    // In two pieces, so that the cut lies anywhere.
    const cut = random.below(bytes.length)
    socket.write(bytes.subarray(0, cut))
    socket.write(bytes.subarray(cut))
  })
}
