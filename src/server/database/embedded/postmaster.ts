import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Whether a process with this id lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The process id that the data folder's lock file names; null when there is none. */
export async function readPid(data: string): Promise<number | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

/** Processes that work in the data folder: its postmaster, and backends that have not noticed its death yet. Linux only. */
async function processesIn(data: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    names.map(async (name) => {
      const folder = await readlink(`/proc/${name}/cwd`).catch(() => null)
      return folder === data ? Number(name) : null
    }),
  )
  return found.filter((pid) => pid !== null)
}

/**
 * Ends what outlived its postmaster: a session that was stopped, or that waits for one that died with something in its hands,
 * never notices and keeps the next server from starting. Nothing is lost by it: what was committed is in the log. Linux only.
 */
export async function killOrphans(data: string): Promise<number[]> {
  const orphans: number[] = []
  for (const pid of await processesIn(data)) {
    // A postmaster, ours or one that somebody else just starts, is called by its path.
    const title = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!title.startsWith('postgres: ')) continue
    process.kill(pid, 'SIGKILL')
    orphans.push(pid)
  }
  return orphans
}

/**
 * Removes a lock file whose process id now belongs to another program: PostgreSQL itself would refuse to start.
 * Only when nothing works in the folder any more, since the file also guards against surviving backends.
 */
export async function clearReusedPid(data: string, pid: number): Promise<void> {
  if (process.platform !== 'linux' || !isAlive(pid)) return
  const working = await processesIn(data)
  if (working.length === 0) await rm(join(data, 'postmaster.pid'), { force: true })
}

/** Whether the process that the lock file names is PostgreSQL on this folder. */
export async function isPostmasterOf(data: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return folder === data
}
