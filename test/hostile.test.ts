// A sample of what `node bench/hostile.ts --seed 1 --count 5000` sends: every operation hears something that it did not ask for.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { runHostile } from '../bench/hostile-run.ts'
import { freshDatabase } from './support/fresh-database.ts'
import { startServer } from './support/server-process.ts'

const SEED = Number(process.env['GORN_SEED'] ?? 20_261_125)
const operations = Object.values(contract).flatMap((group) => Object.keys(group)).length

test('naughty strings, spoilt inputs and broken HTTP to every operation: no failure, no leak, no hang', {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gorn-hostile-'))
  const database = await freshDatabase()
  const server = await startServer({ GORN_DATA: folder, DATABASE_URL: database.url })
  try {
    const { sent, statuses, faults } = await runHostile(server.url, SEED, operations * 2)
    expect(faults).toEqual([])
    expect(sent).toBe(operations * 2)
    // Were all refused at the door, nothing would have been tried.
    expect(statuses['200']).toBeGreaterThan(operations / 6)
  } finally {
    await server.kill('SIGTERM')
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
})
