import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freshDatabase } from './support/fresh-database.ts'

test('the row types are those of the migrated database', async () => {
  const database = await freshDatabase()
  const file = join(tmpdir(), `gorn-tables-${process.pid}.ts`)
  try {
    const script = join(import.meta.dirname, '../scripts/tables.mjs')
    await promisify(execFile)(process.execPath, [script, database.url, file])
    const committed = await readFile(
      join(import.meta.dirname, '../src/server/database/tables.gen.ts'),
      'utf8',
    )
    expect(await readFile(file, 'utf8')).toBe(committed)
  } finally {
    await database.drop()
    await rm(file, { force: true })
  }
})
