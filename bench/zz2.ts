import { composeCore } from '#compose.ts'
import { openDatabase } from '#server/database/open.ts'
import { makeLog } from '#server/log.ts'
import { readConfig } from '#server/config.ts'
import { listClients, countClients } from '#features/clients/public.ts'
import { searchClients } from '#features/clients/reports.ts'
import { systemActor } from '#kernel/actor.ts'
import { recordStatements } from './statements.ts'
const config = readConfig({}, { GORN_DATA: '/tmp/gorn/bench/tune', DATABASE_URL: 'postgres://gorn@127.0.0.1:55415/gorn_tune' })
const log = makeLog('warn', 'stderr')
const d = await openDatabase(config, log)
const core = await composeCore({ config, url: d.url, log, name: 'gorn-bench' })
const a = systemActor('cli')
const db = core.services.db
const jobs: [string, () => Promise<unknown>][] = [
  ['C', () => listClients(db, a, { classes: 'C' })],
  ['AB late', () => listClients(db, a, { classes: 'A,B', rhythms: 'late,atRisk,lapsed' })],
  ['silent', () => listClients(db, a, { classes: 'A,B,C', rhythms: 'late,atRisk,lapsed', sort: 'atStake' })],
  ['count', () => countClients(db, a, { classes: 'A,B,C', rhythms: 'late,atRisk,lapsed' })],
  ['phone', () => searchClients(db, a, '912345')],
  ['typo', () => searchClients(db, a, 'сатурнстрйо')],
]
for (const [name, job] of jobs.filter(([n]) => !process.argv[2] || process.argv[2] === n)) {
  await job()
  const t = performance.now()
  const st = await recordStatements(job)
  console.log('=====', name, (performance.now() - t).toFixed(1))
  for (const s of st) { 
    if (!/^\s*(select|with)/.test(s.text)) continue
    const t = performance.now(); await core.connection.pool.query(s.text, s.values); const ms = performance.now() - t
    if (ms < 5) continue
    const client = await core.connection.pool.connect()
    if (name === 'typo') await client.query('set pg_trgm.word_similarity_threshold = 0.33')
    const p = await client.query('explain (analyze, buffers off, costs off) ' + s.text, s.values)
    client.release()
    console.log(p.rows.map((r: any) => r['QUERY PLAN'].slice(0, 260)).join('\n'))
  }
}
await core.connection.close()
