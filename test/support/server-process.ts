import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export type ServerProcess = {
  child: ChildProcess
  url: string
  /** what it wrote last */
  lastWords(): string
  kill(signal: NodeJS.Signals): Promise<void>
}

/** The real server as a process of its own; ready when it says so. */
export function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    ['--wasm-wrapper-tiering-budget=2000000000', join(root, 'src/main.ts')],
    {
      cwd: root,
      env: { ...process.env, GORN_LOG_LEVEL: 'info', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    let output = ''
    const hear = (chunk: Buffer): void => {
      output += chunk.toString()
      const url = /"url":"([^"]+)"/.exec(output)?.[1]
      if (!url) return
      resolve({
        child,
        url,
        lastWords: () => output.slice(-3000),
        async kill(signal) {
          child.kill(signal)
          await gone
        },
      })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void gone.then(() => reject(new Error(`the server ended before it was ready:\n${output.slice(-2000)}`)))
  })
}
