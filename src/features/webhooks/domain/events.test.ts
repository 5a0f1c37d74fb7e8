import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { webhookEvents } from './events.ts'

test('every event that is offered is one that the history records', () => {
  const root = join(import.meta.dirname, '../..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/webhooks|\.test\.ts$|[\\/]ui[\\/]/.test(path))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  expect(webhookEvents.filter((event) => !sources.includes(`'${event}'`))).toEqual([])
})
