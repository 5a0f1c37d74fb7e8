import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { browserFlags, findBrowser } from './test/support/browser.ts'

/** A port that nobody uses, the same one for the workers, which read this file again. */
async function takePort(name: string): Promise<number> {
  const kept = process.env[name]
  if (kept) return Number(kept)
  const server = createServer().listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  process.env[name] = String(port)
  return port
}

// Where the demo company lives: a story that plants thousands of records reaches its database.
process.env['GORN_TEST_DEMO_FOLDER'] ??= mkdtempSync(join(tmpdir(), 'gorn-e2e-'))

// A company to look at, and an empty house for the first run; each with a database of its own.
const servers = { demo: await takePort('GORN_TEST_DEMO_PORT'), empty: await takePort('GORN_TEST_EMPTY_PORT') }

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/stories',
  workers: 2,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'line',
  use: {
    browserName: 'chromium',
    actionTimeout: 40_000,
    launchOptions: { executablePath: await findBrowser(), args: browserFlags },
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    contextOptions: { reducedMotion: 'reduce' },
    // A trace of every step costs a fifth of the time; `playwright test --trace on` takes one where a story fails.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'demo set-up', testMatch: 'demo.setup.ts', use: { baseURL: `http://localhost:${servers.demo}` } },
    {
      name: 'first run',
      testMatch: 'first-run.spec.ts',
      // It needs nothing of the demo company; but projects without a dependency are all waited for before the others begin.
      dependencies: ['demo set-up'],
      use: { baseURL: `http://localhost:${servers.empty}` },
    },
    {
      name: 'demo',
      testMatch: 'demo/*.spec.ts',
      dependencies: ['demo set-up'],
      use: { baseURL: `http://localhost:${servers.demo}`, storageState: 'test-results/owner.json' },
    },
  ],
  // They start side by side: only the last is waited for here, the first run waits for its own.
  webServer: (['empty', 'demo'] as const).map((name) => ({
    name,
    command: `node --wasm-wrapper-tiering-budget=2000000000 test/e2e/serve.ts ${servers[name]}${name === 'demo' ? ` ${process.env['GORN_TEST_DEMO_FOLDER']}` : ''}`,
    ...(name === 'demo' && { url: `http://localhost:${servers.demo}/health` }),
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 } as const,
  })),
})
