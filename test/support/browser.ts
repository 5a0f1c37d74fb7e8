import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Unpacks the browser that npm brought into a folder of this user's own: another's would not let us run it. */
async function unpackBrowser(): Promise<string> {
  const before = process.env['TMPDIR']
  const folder = join(tmpdir(), `gorn-browser-${userInfo().username}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  process.env['TMPDIR'] = folder
  try {
    return await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

/** The browser of the tests: the one named in GORN_CHROMIUM, the system's, or the one that npm brought. */
export async function findBrowser(): Promise<string> {
  const named = process.env['GORN_CHROMIUM']
  if (named) return named
  return systemPaths.find((path) => existsSync(path)) ?? unpackBrowser()
}

/** Our own flags: a browser that asks nobody anything and runs in a container too. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--font-render-hinting=none',
  // A page lives for seconds here: making its code fast takes longer than running it as it is.
  '--js-flags=--no-opt --no-maglev',
]
