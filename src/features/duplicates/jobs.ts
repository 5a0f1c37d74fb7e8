import type { Jobs, Services } from '#server/services.ts'
import { findDuplicates } from './find.ts'

/** Looks for clients that are there twice: soon after clients were written, and at night once more over all. */
export function duplicatesJobs(services: Services): Jobs {
  return {
    'duplicates.find': {
      lane: 'long',
      cron: '*/5 * * * *',
      run: async () => void (await findDuplicates(services)),
    },
    // A write that was long in coming may have an older rev than one already looked at.
    'duplicates.findAll': {
      lane: 'long',
      cron: '41 1 * * *',
      run: async () => void (await findDuplicates(services, true)),
    },
  }
}
