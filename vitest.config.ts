import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// What starts programs takes longest for its size; last of all it would run alone.
const slow = /(?:kill|hostile|cli|backup|supervisor|rights|round-trip|undo-model|entry|deals|jobs)\.test\.ts$/

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => Number(slow.test(b.moduleId)) - Number(slow.test(a.moduleId)))
  }
}

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
    sequence: { sequencer: SlowFirst },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
