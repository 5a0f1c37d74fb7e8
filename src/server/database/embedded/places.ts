import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts'

export type Identity = { uid: number; gid: number }
export type Places = {
  binaries: Binaries
  /** everything of PostgreSQL: data, socket, log */
  home: string
  data: string
  socket: string
  logFile: string
  /** as whom PostgreSQL runs; null = as we do */
  identity: Identity | null
}
type Log = (event: string, data?: object) => void

const SYSTEM_HOME = '/var/lib/gorn'
const LONGEST_SOCKET_PATH = 107
const SOCKET_FILE = '/.s.PGSQL.5432'

// PostgreSQL refuses to run as root, so a user without rights runs it.
async function findUnprivileged(): Promise<Identity> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['gorn', 'postgres', 'nobody']) {
    const found = lines.find((fields) => fields[0] === name)
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new Error(
    'Running as root needs a user named gorn, postgres or nobody for PostgreSQL. Create one: useradd -r gorn',
  )
}

async function mayEnter(folder: string, { uid, gid }: Identity): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(folder)
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
  return (mode & bit) !== 0
}

async function mayReach(path: string, identity: Identity): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (!(await mayEnter(folder, identity))) return false
    if (dirname(folder) === folder) return true
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

function socketFolder(home: string): string {
  const inside = join(home, 'run')
  return Buffer.byteLength(inside + SOCKET_FILE) < LONGEST_SOCKET_PATH
    ? inside
    : join(tmpdir(), `gorn-${digest(home)}`)
}

async function makeOwn(folder: string, identity: Identity | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (identity) await chown(folder, identity.uid, identity.gid)
  await chmod(folder, 0o700)
}

/** Decides where PostgreSQL lives and as whom it runs, and makes the folders. */
export async function preparePlaces(dataFolder: string, log: Log): Promise<Places> {
  await mkdir(dataFolder, { recursive: true })
  let binaries = await findBinaries()
  let home = join(dataFolder, 'postgres')
  const identity = process.getuid?.() === 0 ? await findUnprivileged() : null
  if (identity) {
    // The folder is ours; PostgreSQL's user needs only to pass through it.
    if (!(await mayEnter(dataFolder, identity))) await chmod(dataFolder, 0o711)
    if (!(await mayReach(join(binaries.folder, 'bin'), identity))) {
      binaries = await copyBinaries(binaries, SYSTEM_HOME)
      log('PostgreSQL copied to where its user can read it', { folder: binaries.folder })
    }
    if (!(await mayReach(dataFolder, identity))) {
      await mkdir(SYSTEM_HOME, { recursive: true, mode: 0o755 })
      home = join(SYSTEM_HOME, digest(dataFolder))
      log('data kept outside the private folder', { wanted: dataFolder, kept: home })
    }
  }
  const socket = socketFolder(home)
  await makeOwn(home, identity)
  await makeOwn(socket, identity)
  return { binaries, home, data: join(home, 'data'), socket, logFile: join(home, 'server.log'), identity }
}
