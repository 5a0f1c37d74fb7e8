// Everything that must hold before a change lands; `npm test` runs it. The last line counts the tests.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules/.bin', name)
const reports = join(root, 'test-results')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const vitestReport = join(reports, 'vitest.json')
const browserReport = join(reports, 'playwright.json')

const counts = { passed: 0, failed: 0 }

function run(name, command, args, env = {}) {
  const startedAt = Date.now()
  return new Promise((resolve) => {
    const child = spawn(bin(command), args, {
      cwd: root,
      // Tests start our programs hundreds of times; what was compiled once need not be again.
      env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compile'), ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
      console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(14)} ${seconds.padStart(6)} s`)
      if (code !== 0) console.log(output)
      resolve(code === 0)
    })
  })
}

async function step(name, command, args) {
  if (!(await run(name, command, args))) counts.failed++
}

function countVitest(isGreen) {
  const report = existsSync(vitestReport) ? JSON.parse(readFileSync(vitestReport, 'utf8')) : {}
  counts.passed += report.numPassedTests ?? 0
  counts.failed += report.numFailedTests ?? 0
  if (!isGreen && !report.numFailedTests) counts.failed++
}

function countBrowser(isGreen) {
  const { stats } = existsSync(browserReport) ? JSON.parse(readFileSync(browserReport, 'utf8')) : {}
  counts.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0)
  counts.failed += stats?.unexpected ?? 0
  if (!isGreen && !stats?.unexpected) counts.failed++
}

// What reads the sources goes beside the tests, which wait for disks and other programs much of the time. The stories do not:
// beside all of it a page takes so long that what waits for it gives up.
const checks = (async () => {
  await step('format', 'biome', ['format', '.'])
  // Lint knows the types anyway: it tells their errors too.
  await step('types, lint', 'oxlint', ['--type-aware', '--type-check'])
  await step('dead code', 'knip', ['--no-progress'])
})()
countVitest(
  await run('tests', 'vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]),
)
await checks
countBrowser(
  await run('stories', 'playwright', ['test', '--reporter=line,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
  }),
)
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = counts.failed > 0 ? 1 : 0
