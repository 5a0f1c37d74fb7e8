import { execFile } from 'node:child_process'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { preparePlaces } from '#server/database/embedded/places.ts'

/** An empty folder that the user of PostgreSQL may pass through; started by root, the data would be kept elsewhere and stay. */
export async function scratchFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix))
  await chmod(folder, 0o711)
  return folder
}

/** Copies PostgreSQL's files of one data folder into another, so that it need not be made anew: `from` was stopped in order. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const [source, target] = [
    await preparePlaces(from, () => undefined),
    await preparePlaces(to, () => undefined),
  ]
  // With the owner, which is not ours when we are root.
  await promisify(execFile)('cp', ['-a', source.data, target.data])
}
