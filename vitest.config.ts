import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/*.test.ts'],
    globalSetup: ['test/support/cluster.ts'],
    pool: 'forks',
    // V8 ends the process now and then where it compiles such a wrapper again (CONTRIBUTING.md).
    execArgv: ['--wasm-wrapper-tiering-budget=2000000000'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
