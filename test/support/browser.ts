import { existsSync } from 'node:fs'
import chromium from '@sparticuz/chromium'

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of the tests: the one named in GORN_CHROMIUM, the system's, or the one that npm brought. */
export async function findBrowser(): Promise<string> {
  const named = process.env['GORN_CHROMIUM']
  if (named) return named
  return systemPaths.find((path) => existsSync(path)) ?? chromium.executablePath()
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
]
