import type { CallOf, Operation, OutputOf } from '#kernel/operation.ts'
import { type Answer, addressOf, type TestApp } from './test-app.ts'

export type Visitor = {
  /** calls an operation as a browser would: with the cookies that earlier answers gave */
  send<O extends Operation>(operation: O, input?: Partial<CallOf<O>>): Promise<Answer<O>>
  cookies: Map<string, string>
}

/** A browser of its own, not signed in. */
export function visitor(app: TestApp, headers: Record<string, string> = {}): Visitor {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async send<O extends Operation>(operation: O, input: Partial<CallOf<O>> = {}): Promise<Answer<O>> {
      const { body } = input as { body?: object }
      const reply = await app.gorn.app.inject({
        method: operation.method,
        url: addressOf(operation, input),
        headers: { ...headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body !== undefined && { payload: body }),
      })
      for (const cookie of [reply.headers['set-cookie'] ?? []].flat()) {
        const [pair = '', ...rest] = cookie.split('; ')
        const at = pair.indexOf('=')
        const isOver = rest.some((it) => /^max-age=0$/i.test(it))
        if (isOver) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      const parsed = JSON.parse(reply.body) as OutputOf<O> & { error?: Answer<O>['error'] }
      return {
        status: reply.statusCode,
        headers: reply.headers,
        body: parsed,
        ...(parsed.error && { error: parsed.error }),
      }
    },
  }
}
