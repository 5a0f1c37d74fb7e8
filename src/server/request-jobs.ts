import { sql } from 'kysely'
import { KEY_HOURS } from './idempotency.ts'
import type { Jobs, Services } from './services.ts'

/** Forgets keys of writes after a day, and the requests counted in minutes that are over. */
export function requestJobs({ db }: Services): Jobs {
  return {
    'requests.forget': {
      cron: '17 * * * *',
      async run() {
        await sql`
          delete from idempotency_key where created_at < clock_timestamp() - make_interval(hours => ${KEY_HOURS})`.execute(
          db,
        )
        await sql`delete from request_count where minute < clock_timestamp() - interval '1 hour'`.execute(db)
      },
    },
  }
}
