// Prepares a clone for the command that follows: installs what the lock file names, builds the web app when it changed.
// Plain Node, no dependency: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const purpose = process.argv[2] ?? 'install'
const say = (line) => process.stderr.write(`${line}\n`)

function fail(...lines) {
  for (const line of lines) say(line)
  process.exit(1)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

function stampIs(path, value) {
  return existsSync(path) && readFileSync(path, 'utf8') === value
}

function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, value)
  renameSync(`${path}.new`, path)
}

function run(command, args, what) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 2 ** 20,
    env: { ...process.env, NODE_ENV: '', npm_config_production: '', npm_config_omit: '' },
  })
  if (done.status === 0) return
  say(done.stdout ?? '')
  say(done.stderr ?? done.error?.message ?? '')
  fail(`${what} failed. The output above says why.`)
}

function install() {
  const stamp = join(root, 'node_modules/.gorn-stamp')
  // Binaries differ by platform: a folder copied from another machine is installed again.
  const wanted = `${hashOf(['package.json', 'package-lock.json'])} ${process.platform} ${process.arch}`
  if (stampIs(stamp, wanted)) return
  try {
    mkdirSync(join(root, 'node_modules'), { recursive: true })
    writeFileSync(`${stamp}.new`, '')
  } catch (error) {
    fail(
      `This folder cannot be written: ${error.message}`,
      'Clone Gorn into a folder of your own, or run as its owner.',
    )
  }
  say('Installing packages (once, about half a minute)…')
  // Not "npm ci": it fails for packages whose binaries for other platforms are missing from the lock.
  run(
    'npm',
    [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--include=optional',
      '--loglevel=error',
    ],
    'npm install',
  )
  writeStamp(stamp, wanted)
}

function checkNode() {
  const shown = spawnSync('node', ['--version'], { encoding: 'utf8', cwd: root, env: withBin() }).stdout ?? ''
  const [major = 0, minor = 0] = shown.trim().slice(1).split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 19)) return
  fail(
    `Gorn needs Node 22.19 or newer; this system has ${shown.trim() || 'none'}.`,
    'Install a newer Node and start again.',
  )
}

function withBin() {
  const separator = process.platform === 'win32' ? ';' : ':'
  return { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${separator}${process.env.PATH}` }
}

function sourcesOfWeb() {
  const files = ['index.html', 'vite.config.ts', 'scripts/lean-web.ts', 'package-lock.json']
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.test.ts')) continue
    files.push(join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
  }
  return files.sort()
}

function buildWeb() {
  const stamp = join(root, 'dist/web/.stamp')
  const wanted = hashOf(sourcesOfWeb())
  if (stampIs(stamp, wanted)) return
  say('Building the web app…')
  run('node', [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel=warn'], 'The build')
  writeStamp(stamp, wanted)
}

process.env.PATH = withBin().PATH
install()
checkNode()
if (purpose === 'start' || purpose === 'test') buildWeb()
