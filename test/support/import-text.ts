import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ImportMap, type ImportReport, type ImportRequest, runImport } from '#features/imports/public.ts'
import { systemActor } from '#kernel/actor.ts'
import type { Services } from '#server/services.ts'

type Kind = ImportRequest['kind']
type Options = { map?: ImportMap; fileName?: string; dryRun?: boolean }

/** Imports a file made of a text (or of bytes) as the command line does. */
export async function importText(
  services: Services,
  kind: Kind,
  content: string | Buffer,
  options: Options = {},
): Promise<ImportReport> {
  const path = join(tmpdir(), `gorn-test-${randomUUID()}.csv`)
  await writeFile(path, content)
  try {
    const { map = {}, fileName = 'file.csv', dryRun = false } = options
    return await runImport(services, systemActor('cli'), { kind, path, fileName, map, dryRun })
  } finally {
    await rm(path)
  }
}

// The Russian half of windows-1251, from 0x80 on.
const upper = new TextDecoder('windows-1251').decode(
  Uint8Array.from({ length: 128 }, (_none, at) => 128 + at),
)

/** A text in windows-1251, which Node reads but does not write. */
export function toWindows1251(text: string): Buffer {
  return Buffer.from(
    [...text].map((char) => {
      const code = char.charCodeAt(0)
      const at = code < 128 ? code : 128 + upper.indexOf(char)
      if (at < (code < 128 ? 0 : 128)) throw new Error(`windows-1251 has no ${char}`)
      return at
    }),
  )
}
