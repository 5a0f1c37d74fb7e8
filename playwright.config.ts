import { defineConfig } from '@playwright/test'
import { browserFlags, findBrowser } from './test/support/browser.ts'

// A company to look at, and an empty house for the first run; each with a database of its own.
const servers = { demo: 3281, empty: 3282 }

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/stories',
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'line',
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: await findBrowser(), args: browserFlags },
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'demo set-up', testMatch: 'demo.setup.ts', use: { baseURL: `http://localhost:${servers.demo}` } },
    {
      name: 'demo',
      testMatch: 'demo/*.spec.ts',
      dependencies: ['demo set-up'],
      use: { baseURL: `http://localhost:${servers.demo}`, storageState: 'test-results/owner.json' },
    },
    {
      name: 'first run',
      testMatch: 'first-run.spec.ts',
      use: { baseURL: `http://localhost:${servers.empty}` },
    },
  ],
  webServer: Object.entries(servers).map(([name, port]) => ({
    name,
    command: `node test/e2e/serve.ts ${port}`,
    url: `http://localhost:${port}/health`,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 } as const,
  })),
})
