import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import type { Engine } from './engine.ts'

export type Server = { url: string; pid: number; readySeconds: number; stop(): Promise<void> }

/** The real server as a process of its own, and how long it took to be ready. */
export function startServer(engine: Engine): Promise<Server> {
  const from = performance.now()
  const child: ChildProcess = spawn(
    process.execPath,
    ['--wasm-wrapper-tiering-budget=2000000000', join(import.meta.dirname, '../src/main.ts')],
    {
      env: { ...process.env, ...engine.env, GORN_LOG_LEVEL: 'info', PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    let output = ''
    const hear = (chunk: Buffer): void => {
      if (output.length < 100_000) output += chunk.toString()
      const url = /"url":"([^"]+)"/.exec(output)?.[1]
      if (!url) return
      resolve({
        url,
        pid: child.pid ?? 0,
        readySeconds: (performance.now() - from) / 1000,
        async stop() {
          child.kill('SIGTERM')
          await gone
        },
      })
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    void gone.then(() => reject(new Error(`the server ended before it was ready:\n${output.slice(-2000)}`)))
  })
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

export type Reply = { cookie: string; text: string }

/** One request over a kept connection; anything but 200 ends the run. */
export function send(
  server: Server,
  path: string,
  given: { cookie?: string; method?: string; body?: object } = {},
): Promise<Reply> {
  const body = given.body && JSON.stringify(given.body)
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, server.url),
      {
        agent,
        method: given.method ?? (body ? 'POST' : 'GET'),
        headers: {
          ...(given.cookie && { cookie: given.cookie }),
          ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (answer.statusCode !== 200)
            return reject(new Error(`${path}: ${answer.statusCode} ${text.slice(0, 500)}`))
          const cookie = (answer.headers['set-cookie'] ?? []).map((it) => it.split(';')[0]).join('; ')
          resolve({ cookie, text })
        })
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Memory of a process in megabytes: what it alone holds, shared pages divided among those who share them. */
async function memoryOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1000
}

/** Memory of the server, and of the PostgreSQL processes that serve the data folder's database. */
export async function idleMemory(
  server: Server,
  postmaster: number | null,
): Promise<{ server: number; postgres: number }> {
  let postgres = 0
  for (const entry of postmaster === null ? [] : await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '')
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
    if (parent === postmaster || Number(entry) === postmaster) postgres += await memoryOf(Number(entry))
  }
  return { server: await memoryOf(server.pid), postgres }
}
