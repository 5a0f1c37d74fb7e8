import { runCli } from '../../src/cli/run.ts'

export type Done = { code: number | null; stdout: string; stderr: string }

/** Runs a command in this process: the same without the second that loading takes. */
export async function gornHere(env: Record<string, string>, args: readonly string[]): Promise<Done> {
  const done = { stdout: '', stderr: '' }
  const into = (name: keyof typeof done) => ({ write: (text: string) => (done[name] += text) })
  const code = await runCli(args, {
    env: { ...process.env, ...env },
    stdout: into('stdout'),
    stderr: into('stderr'),
  })
  return { code, ...done }
}
