// node bench/hostile.ts [--seed 1] [--count 5000]: no hostile input brings a failure, a leak or a hang
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer } from '../test/support/server-process.ts'
import { runHostile } from './hostile-run.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '5000' } },
})
const folder = await mkdtemp(join(tmpdir(), 'gorn-hostile-'))
const server = await startServer({ GORN_DATA: folder, GORN_LOG_LEVEL: 'info' })
try {
  const { sent, statuses, faults } = await runHostile(server.url, Number(values.seed), Number(values.count))
  const byStatus = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`)
  process.stdout.write(
    `seed ${values.seed}, ${sent} inputs; ${byStatus.join(', ')}; faults ${faults.length}\n`,
  )
  for (const fault of faults) process.stdout.write(`${fault}\n`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  await server.kill('SIGTERM')
  await rm(folder, { recursive: true, force: true })
}
