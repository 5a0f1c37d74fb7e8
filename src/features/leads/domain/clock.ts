/** The clock of an A as the server told it: when it runs out, and how many working minutes were gone then. */
export type LeadClock = { dueAt: string; minutesGone: number }
export type ClockState =
  | { kind: 'running'; leftSeconds: number; share: number }
  /** working minutes past the time in which the lead was to hear from us */
  | { kind: 'overdue'; minutes: number }

/**
 * What the clock of an A shows at a moment. Between two answers of the server it goes with the wall clock; outside the
 * hours of work, when the end lies further off than the working minutes that are left, it stands.
 */
export function readClock(
  { dueAt, minutesGone }: LeadClock,
  responseMinutes: number,
  toldAtMs: number,
  nowMs: number,
): ClockState {
  const dueMs = Date.parse(dueAt)
  if (nowMs >= dueMs) {
    const sinceMs = Math.max(dueMs, toldAtMs)
    const before = Math.max(0, minutesGone - responseMinutes)
    return { kind: 'overdue', minutes: before + Math.max(0, Math.floor((nowMs - sinceMs) / 60_000)) }
  }
  const mostMs = Math.max(0, responseMinutes - minutesGone) * 60_000
  const leftMs = Math.min(dueMs - nowMs, mostMs)
  return {
    kind: 'running',
    leftSeconds: Math.ceil(leftMs / 1000),
    share: leftMs / (responseMinutes * 60_000),
  }
}
