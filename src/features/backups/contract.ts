import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'

const count = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max))
const settings = z.object({
  isScheduled: z.boolean(),
  /** hour of the day in the workspace's time zone */
  atHour: count(0, 23),
  keepDays: count(1, 90),
  keepWeeks: count(0, 52),
  keepMonths: count(0, 60),
  rev: z.int(),
})
export type BackupSettings = z.infer<typeof settings>

const run = z.object({
  id: z.uuid(),
  startedAt: z.string(),
  finishedAt: z.string(),
  path: z.string(),
  isEncrypted: z.boolean(),
  bytes: z.nullable(z.number()),
  rowCount: z.nullable(z.number()),
  /** code of the refusal; null = a good backup */
  failure: z.nullable(z.string()),
  /** when it was restored into a scratch base and compared */
  verifiedAt: z.nullable(z.string()),
  /** whether the file lies where it was written, as the server that answers sees it */
  isThere: z.boolean(),
})
export type BackupRun = z.infer<typeof run>

export const backupsContract = {
  overview: operation({
    method: 'GET',
    path: '/api/backups',
    summary: 'The last good backup, the latest thirty, and when they are made',
    access: ['owner'],
    ok: z.object({
      settings,
      lastGood: z.nullable(run),
      isOverdue: z.boolean(),
      isRunning: z.boolean(),
      folder: z.string(),
      /** whether the server was given a passphrase */
      isEncrypting: z.boolean(),
      runs: z.array(run),
    }),
  }),
  saveSettings: operation({
    method: 'PUT',
    path: '/api/backups/settings',
    summary: 'Sets when backups are made and how many are kept',
    access: ['owner'],
    body: settings,
    ok: settings,
  }),
  start: operation({
    method: 'POST',
    path: '/api/backups',
    summary: 'Makes a backup now, in the background',
    access: ['owner'],
    ok: z.object({ isStarted: z.boolean() }),
    refusals: ['backupRunning'],
  }),
}
