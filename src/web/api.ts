import { contract } from '#contract.ts'
import type { CallOf, Operation, OutputOf } from '#kernel/operation.ts'

/** An answer that is no success: a refusal with its code and data, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly code: string
  readonly data: Record<string, unknown>
  readonly status: number
  constructor(status: number, code: string, data: Record<string, unknown>) {
    super(code)
    this.status = status
    this.code = code
    this.data = data
  }
}

type Call<O extends Operation> =
  Record<never, never> extends CallOf<O>
    ? (input?: CallOf<O>) => Promise<OutputOf<O>>
    : (input: CallOf<O>) => Promise<OutputOf<O>>
type Group = Record<string, Operation>
type Client<C extends Record<string, Group>> = { [S in keyof C]: { [O in keyof C[S]]: Call<C[S][O]> } }

type Input = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** The address of an operation with its parts filled in; also for links to files. */
export function addressOf(operation: Operation, { params = {}, query = {} }: Input = {}): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return search.size > 0 ? `${path}?${search}` : path
}

async function readAnswer(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const body: unknown = isJson ? await response.json() : null
  if (response.ok) return body
  const error = (body as { error?: { code: string; data: Record<string, unknown> } } | null)?.error
  throw new ApiError(response.status, error?.code ?? 'unexpected', error?.data ?? {})
}

// When this browser last changed something, by its clock.
let writtenAt = 0
/** When this browser last changed something: what it hears of then is mostly its own doing. */
export const wroteAt = (): number => writtenAt

async function send(operation: Operation, input: Input): Promise<unknown> {
  if (operation.method !== 'GET') writtenAt = Date.now()
  let response: Response
  try {
    response = await fetch(addressOf(operation, input), {
      method: operation.method,
      ...(input.body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input.body),
      }),
    })
  } catch (error) {
    throw new ApiError(0, 'offline', { message: String(error) })
  }
  return readAnswer(response)
}

/** Sends a file and tells how much of it went. */
export function upload(
  operation: Operation,
  input: Input,
  file: File,
  onProgress: (share: number) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(operation.method, addressOf(operation, input))
    request.responseType = 'text'
    request.upload.addEventListener('progress', (event) =>
      onProgress(event.loaded / Math.max(1, event.total)),
    )
    request.addEventListener('error', () => reject(new ApiError(0, 'offline', {})))
    request.addEventListener('load', () => {
      const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' }
      readAnswer(new Response(request.responseText, { status: request.status, headers })).then(
        resolve,
        reject,
      )
    })
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
}

function makeClient<C extends Record<string, Group>>(groups: C): Client<C> {
  const entries = Object.entries(groups).map(([slice, operations]) => {
    const calls = Object.entries(operations).map(([name, operation]) => [
      name,
      (input: Input = {}) => send(operation, input),
    ])
    return [slice, Object.fromEntries(calls)]
  })
  return Object.fromEntries(entries) as Client<C>
}

/** Every operation of the API, typed by the contract. */
export const api = makeClient(contract)
