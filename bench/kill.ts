// node bench/kill.ts [--seed 1] [--kills 200]: nothing acknowledged is lost, nothing is there by half
import { parseArgs } from 'node:util'
import { runKills } from './kill-run.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, kills: { type: 'string', default: '200' } },
})
const startedAt = Date.now()
const say = (line: string): void =>
  void process.stdout.write(`${((Date.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${line}\n`)

const { kills, counts, lost, halfDone } = await runKills(Number(values.seed), Number(values.kills), say)
say(
  `seed ${values.seed}; killed: server ${kills.server}, database ${kills.database}, both ${kills.both}; database restarted ${kills.restart}`,
)
say(
  `acknowledged: ${Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}`,
)
say(`lost ${lost.length}, half done ${halfDone.length}`)
for (const line of [...lost, ...halfDone]) say(line)
process.exitCode = lost.length + halfDone.length === 0 ? 0 : 1
