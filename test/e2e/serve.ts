// Gorn on an empty folder, its own or the one named, which goes when the server does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'gorn-e2e-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
Object.assign(process.env, {
  GORN_DATA: folder,
  PORT: process.argv[2],
  GORN_LOG_LEVEL: 'warn',
  DATABASE_URL: '',
  GORN_WEBHOOK_ALLOW: '127.0.0.1:9',
})
await import('../../src/main.ts')
