import type { Jobs, Services } from '#server/services.ts'
import { forget } from './submissions.ts'

const KEPT_MS = 30 * 86_400_000

/** Forgets junk after thirty days. */
export function formsJobs({ db, now }: Services): Jobs {
  return {
    'forms.forget': { cron: '41 3 * * *', run: () => forget(db, new Date(now().getTime() - KEPT_MS)) },
  }
}
