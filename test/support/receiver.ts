import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export type Received = { id: string; headers: IncomingHttpHeaders; body: string }
type Answer = (response: ServerResponse, received: Received) => void

export type Receiver = {
  url: string
  /** host:port, as an allowed neighbour is named */
  name: string
  received: Received[]
  /** how it answers from now on: a status, or as the function says */
  answer(how: number | Answer): void
  /** waits until so many messages are there */
  count(n: number): Promise<void>
  close(): Promise<void>
}

/** A receiver of webhooks on this machine, as a neighbour may run one. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let how: number | Answer = 200
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const one = { id: String(request.headers['webhook-id']), headers: request.headers, body }
      received.push(one)
      if (typeof how === 'number') response.writeHead(how).end(how === 200 ? 'ok' : 'no')
      else how(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const name = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${name}/hook`,
    name,
    received,
    answer: (next) => void (how = next),
    async count(n) {
      while (received.length < n) await pause(10)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
