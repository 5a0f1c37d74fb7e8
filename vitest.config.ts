import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/*.test.ts'],
    globalSetup: ['test/support/cluster.ts'],
    pool: 'forks',
    // V8 ends the process now and then where it compiles such a wrapper again (CONTRIBUTING.md).
    execArgv: ['--wasm-wrapper-tiering-budget=2000000000'],
    // Files share a worker: each has a database of its own, and the house is loaded once a worker. Some wait for other programs.
    isolate: false,
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
