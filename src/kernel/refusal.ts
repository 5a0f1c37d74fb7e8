/** An expected "no": a code from the slice's closed union and the data its sentence needs. Anything else thrown is our bug. */
export class Refusal extends Error {
  readonly code: string
  readonly data: Record<string, unknown>
  constructor(code: string, data: Record<string, unknown> = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.data = data
  }
}

/** Refusals that any operation may answer with, and the HTTP status of each. */
export const commonRefusals = {
  invalidInput: 400,
  notSignedIn: 401,
  notAllowed: 403,
  notFound: 404,
  conflict: 409,
  alreadyDone: 409,
  tooManyRequests: 429,
  otherRequest: 422,
  notReady: 503,
  diskFull: 507,
} as const

/** The HTTP status of a refusal: the common ones have their own, every other is a 422. */
export function statusOf(code: string): number {
  return (commonRefusals as Record<string, number>)[code] ?? 422
}
