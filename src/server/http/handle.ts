import type { Readable } from 'node:stream'
import type { Actor } from '#kernel/actor.ts'
import type { InputOf, Operation, OutputOf } from '#kernel/operation.ts'

/** What a handler may need of the request besides its validated input. */
export type RequestContext = {
  headers: Headers
  /** aborted when the caller goes away */
  signal: AbortSignal
  /** sends a header with the answer, e.g. a cookie */
  setHeader(name: string, value: string | string[]): void
}

/** The upload of an operation whose body is 'file'. */
export type Upload = { fileName: string; stream: Readable }

/** The answer of an operation whose ok is 'file'. */
export type FileReply = {
  /** '' = it is shown, not saved */
  fileName: string
  contentType: string
  body: Readable
  /** 200 unless given */
  status?: number
}

type Extra<O extends Operation> = (O['body'] extends 'file' ? { file: Upload } : unknown) & {
  actor: Actor
  request: RequestContext
}
export type HandlerInput<O extends Operation> = InputOf<O> & Extra<O>
type Answer<O extends Operation> = O['ok'] extends 'file' ? FileReply : OutputOf<O>

export type Handled = { operation: Operation; run: (input: never) => Promise<unknown> }

/** Ties an operation of the contract to the code that serves it. */
export function handle<O extends Operation>(
  operation: O,
  run: (input: HandlerInput<O>) => Promise<Answer<O>>,
): Handled {
  return { operation, run }
}
