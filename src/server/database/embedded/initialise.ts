import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Places } from './places.ts'
import { isAlive } from './postmaster.ts'

const run = promisify(execFile)

/** Makes the data folder on first use, in a folder of its own that is then renamed: a kill in between leaves nothing behind. */
export async function initialise(places: Places, isDurable: boolean): Promise<void> {
  if (existsSync(join(places.data, 'PG_VERSION'))) return
  await clearDead(places.home)
  const fresh = join(places.home, `data.new-${process.pid}-${randomUUID()}`)
  const options = ['-D', fresh, '-U', 'gorn', '-E', 'UTF8', '--auth=trust', '--no-instructions']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8']
  await run(
    join(places.binaries.folder, 'bin/initdb'),
    [...options, ...locale, ...(isDurable ? [] : ['--no-sync'])],
    {
      cwd: places.home,
      env: { LC_ALL: 'C', PATH: process.env['PATH'] },
      ...places.identity,
    },
  )
  await rename(fresh, places.data).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody was faster; theirs is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(fresh, { recursive: true })
  })
}

async function clearDead(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(/^data\.new-(\d+)-/.exec(name)?.[1])
    if (pid && !isAlive(pid)) await rm(join(home, name), { recursive: true })
  }
}
