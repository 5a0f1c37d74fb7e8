import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/*.test.ts'],
    globalSetup: ['test/support/cluster.ts'],
    pool: 'forks',
    // The bookkeeping of protected code pages ends the process now and then where threads compile at once (CONTRIBUTING.md).
    execArgv: ['--no-memory-protection-keys'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
