import { contract } from '#contract.ts'
import type { Receiver } from './receiver.ts'
import type { TestApp } from './test-app.ts'

/** Adds a webhook of the owner at a receiver. */
export async function addWebhook(app: TestApp, receiver: Receiver, events: string[]) {
  return app.as('owner').call(contract.webhooks.add, { body: { url: receiver.url, events } })
}

/** The log of a webhook as its owner sees it, the newest first. */
export async function logOf(app: TestApp, id: string) {
  return (await app.as('owner').call(contract.webhooks.listDeliveries, { params: { id } })).rows
}

/** The clock is set, the minute strikes, and what waits is done. */
export async function minuteAt(app: TestApp, instant: string): Promise<void> {
  app.clock.set(instant)
  await app.gorn.jobs['webhooks.retry']?.run({}, new AbortController().signal)
  await app.runJobs()
}
