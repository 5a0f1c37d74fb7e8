import type * as z from 'zod/mini'

export const roles = ['owner', 'head', 'rep', 'marketer', 'observer'] as const
export type Role = (typeof roles)[number]

/** Who may call an operation: anyone, anyone signed in, or the roles named. */
export type Access = 'public' | 'signedIn' | readonly Role[]

type Schema = z.ZodMiniType
type Empty = Record<never, never>

export type Operation = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: `/${string}`
  /** One sentence for the API document. */
  summary: string
  access: Access
  /** false = never by a token: the way in, people, tokens themselves */
  byToken?: false
  /** Pages of other sites may send it, as forms do: it reads no cookie and says itself whom it hears. */
  fromAnywhere?: true
  /** Faults of one item are told beside it and do not refuse the others. */
  isBatch?: true
  params?: Schema
  query?: Schema
  /** 'file' = one multipart file, streamed to the handler. */
  body?: Schema | 'file'
  /** 'file' = the handler answers with a stream of its own. */
  ok: Schema | 'file'
  refusals?: readonly string[]
}

/** Declares an operation of the API: the server registers it, the web client calls it, the document lists it. */
export function operation<const O extends Operation>(shape: O): O {
  return shape
}

type Parsed<S> = S extends z.ZodMiniType ? z.output<S> : Empty
type Sent<S> = S extends z.ZodMiniType ? z.input<S> : Empty
type Slot<O, K extends string> = O extends { [P in K]: infer S } ? S : never

/** What a handler receives: validated and with defaults applied. */
export type InputOf<O extends Operation> = {
  params: Parsed<Slot<O, 'params'>>
  query: Parsed<Slot<O, 'query'>>
  body: Parsed<Slot<O, 'body'>>
}

/** What a caller sends: only the parts that the operation declares. */
export type CallOf<O extends Operation> = (O extends { params: Schema }
  ? { params: Sent<O['params']> }
  : Empty) &
  (O extends { query: Schema } ? { query?: Sent<O['query']> } : Empty) &
  (O extends { body: Schema }
    ? { body: Sent<O['body']> }
    : O extends { body: 'file' }
      ? { body: File }
      : Empty)

export type OutputOf<O extends Operation> = O['ok'] extends z.ZodMiniType ? z.output<O['ok']> : unknown

/** Whether a person of this role may call the operation at all; whose records they then see is decided by their view. */
export function mayCall(access: Access, role: Role | null): boolean {
  if (access === 'public') return true
  if (role === null) return false
  return access === 'signedIn' || access.includes(role)
}

type Area = Readonly<Record<string, Operation>>

/** The scope that a token needs for an operation of an area: 'clients:read' to read, 'clients:write' for all else. */
export function scopeOf(area: string, operation: Operation): string {
  return `${area}:${operation.method === 'GET' ? 'read' : 'write'}`
}

/** Every scope that a token can have, in the order of the contract. */
export function scopesOf(contract: Readonly<Record<string, Area>>): string[] {
  const all = Object.entries(contract).flatMap(([area, group]) =>
    Object.values(group)
      .filter((it) => it.byToken !== false)
      .map((it) => scopeOf(area, it)),
  )
  return [...new Set(all)]
}
