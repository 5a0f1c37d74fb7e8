import * as z from 'zod/mini'
import { systemActor } from '#kernel/actor.ts'
import type { Jobs, Services } from '#server/services.ts'
import { DELIVER_JOB, deliver, type WebhookPlace } from './deliver.ts'
import { listReady } from './outbox.ts'
import { forget } from './store.ts'

const KEPT_MS = 30 * 86_400_000
const payloadShape = z.object({ webhookId: z.uuid() })

/** Sending, in places of its own beside other work; every minute a look at what is due again, every night old logs go. */
export function webhooksJobs(services: Services, place: WebhookPlace): Jobs {
  const { db, now, runUnit } = services
  return {
    [DELIVER_JOB]: {
      lane: 'outside',
      run: (payload) => deliver(services, place, payloadShape.parse(payload).webhookId),
    },
    'webhooks.retry': {
      cron: '* * * * *',
      run: async () => {
        const ready = await listReady(db, now())
        if (ready.length === 0) return
        await runUnit(systemActor('job'), async (unit) => {
          for (const webhookId of ready) await unit.addJob(DELIVER_JOB, { webhookId })
        })
      },
    },
    'webhooks.forget': { cron: '40 2 * * *', run: () => forget(db, new Date(now().getTime() - KEPT_MS)) },
  }
}
