import { composeServer } from './compose.ts'
import { readConfig } from './server/config.ts'
import { openDatabase } from './server/database/open.ts'
import { takeServerLock } from './server/database/server-lock.ts'
import { makeLog } from './server/log.ts'

const config = readConfig()
const log = makeLog(config.logLevel)
const database = await openDatabase(config, log)

const lock = database.isEmbedded
  ? await takeServerLock(database.url, log, () => {
      log.fatal('another Gorn took over this data folder')
      process.exit(1)
    })
  : null
if (database.isEmbedded && !lock) {
  await database.release()
  log.fatal({ dataFolder: config.dataFolder }, 'another Gorn already serves this data folder')
  process.exit(1)
}

const gorn = await composeServer({ config, log, database })

let isStopping = false
async function stop(signal: string): Promise<void> {
  if (isStopping) return
  isStopping = true
  log.info({ signal }, 'stopping')
  await gorn.close()
  await lock?.release()
  await database.release()
  log.info('stopped')
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'not stopped cleanly')
        process.exit(1)
      },
    )
  })
}

await gorn.app.listen({ host: config.host, port: config.port })
const address = gorn.app.server.address()
const port = typeof address === 'object' && address ? address.port : config.port
log.info({ url: `http://localhost:${port}` }, 'ready')
// For the person at the terminal; programs read the structured line above.
process.stderr.write(`\n  Горн готов / Gorn is ready: http://localhost:${port}\n\n`)
