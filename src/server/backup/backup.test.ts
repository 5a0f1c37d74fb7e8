import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checksums } from '../../../test/support/checksum.ts'
import { type FreshDatabase, freshDatabase } from '../../../test/support/fresh-database.ts'
import { type Connection, connect } from '../database/connect.ts'
import { applyMigrations, listMigrations } from '../database/migrate.ts'
import { checkBackup } from './read.ts'
import { wipe } from './rebuild.ts'
import { type RestoreOptions, restoreBackup } from './restore.ts'
import { writeBackup } from './write.ts'

type Base = FreshDatabase & { connection: Connection }
let folder: string
let path: string
let bases: Base[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gorn-backup-'))
  path = join(folder, 'base.gorn')
  await mkdir(join(folder, 'files'))
  await writeFile(join(folder, 'files/upload-1'), 'Код;Имя\n1;Ёлка')
  bases = []
})
afterEach(async () => {
  for (const base of bases) {
    await base.connection.close()
    await base.drop()
  }
  await rm(folder, { recursive: true })
})

async function addBase(): Promise<Base> {
  const database = await freshDatabase()
  const base = {
    ...database,
    connection: connect(database.url, { name: 'test', onError: () => undefined }),
  }
  bases.push(base)
  return base
}

async function addFilledBase(): Promise<Base> {
  const base = await addBase()
  await sql`insert into client (name, name_key, note, city)
    select E'Клиент \\\\ "№"\t' || n, 'k' || n, case when n % 3 = 0 then E'строка\nвторая' end, '' from generate_series(1, 3000) n`.execute(
    base.connection.db,
  )
  await sql`insert into sales_order (external_id, client_id, ordered_at, ordered_on, amount_minor)
    select 'o' || row_number() over (), id, now(), current_date, 9007199254740991 from client`.execute(
    base.connection.db,
  )
  await sql`select graphile_worker.add_job('segments.refresh', '{"a": "ё"}'::json, job_key := 'once')`.execute(
    base.connection.db,
  )
  return base
}

const make = (base: Base, passphrase: string | null = null) =>
  writeBackup({
    pool: base.connection.pool,
    path,
    filesFolder: join(folder, 'files'),
    passphrase,
    madeAt: new Date('2026-06-12T09:00:00Z'),
    gorn: '0.1.0',
  })
const restore = (base: Base, options: Partial<RestoreOptions> = {}) =>
  restoreBackup({ url: base.url, path, passphrase: null, filesFolder: join(folder, 'restored'), ...options })

const jobsOf = async (base: Base): Promise<unknown[]> =>
  (await sql`select task_identifier, key, attempts from graphile_worker.jobs`.execute(base.connection.db))
    .rows

describe('a backup', () => {
  test('comes back whole: rows, counters, jobs, files', async () => {
    const source = await addFilledBase()
    const target = await addBase()
    const { sums } = await make(source)
    expect(sums.tables['client']?.rows).toBe(3000)
    expect(await restore(target, { isCompared: true })).toMatchObject({ sums })
    expect(await checksums(target.connection.db)).toEqual(await checksums(source.connection.db))
    expect(await jobsOf(target)).toEqual(await jobsOf(source))
    expect(await readFile(join(folder, 'restored/upload-1'), 'utf8')).toBe('Код;Имя\n1;Ёлка')
    const rev = (base: Base) =>
      sql<{ rev: number }>`select nextval('rev_seq') as rev`.execute(base.connection.db)
    expect((await rev(target)).rows).toEqual((await rev(source)).rows)
    // The restored base keeps every rule of the schema.
    const shape = async (base: Base) =>
      (
        await sql`
          select conrelid::regclass::text, conname, pg_get_constraintdef(oid) as text from pg_constraint where connamespace = 'public'::regnamespace
          union all select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 1, 2, 3`.execute(
          base.connection.db,
        )
      ).rows
    expect(await shape(target)).toEqual(await shape(source))
  })

  test('is not written over another file, and leaves nothing when it fails', async () => {
    const source = await addFilledBase()
    await writeFile(path, 'mine')
    await expect(make(source)).rejects.toMatchObject({ code: 'backupExists' })
    expect(await readFile(path, 'utf8')).toBe('mine')
    path = join(folder, 'none/base.gorn')
    await expect(make(source)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readdir(folder)).toEqual(['base.gorn', 'files'])
  })

  test('replaces a base only by force, then entirely', async () => {
    const source = await addFilledBase()
    const target = await addBase()
    await sql`insert into client (name, name_key) values ('Старый', 'старый')`.execute(target.connection.db)
    const before = await checksums(target.connection.db)
    await make(source)
    await expect(restore(target)).rejects.toMatchObject({ code: 'baseNotEmpty' })
    expect(await checksums(target.connection.db)).toEqual(before)
    await restore(target, { isForced: true })
    expect(await checksums(target.connection.db)).toEqual(await checksums(source.connection.db))
  })

  test('of an older version grows into this one', async () => {
    const source = await addBase()
    const target = await addBase()
    const client = await source.connection.pool.connect()
    const names = (await listMigrations()).map(({ name }) => name)
    await client.query('begin')
    await wipe(client)
    await applyMigrations(client, new Set(names.filter((name) => name < '0006')))
    await client.query(`insert into client (name, name_key) values ('Прежний', 'прежний')`)
    await client.query('commit')
    client.release()
    await make(source)
    await restore(target, { isCompared: true })
    const { db } = target.connection
    expect(
      (await sql<{ name: string }>`select name from schema_migration order by name`.execute(db)).rows,
    ).toEqual(names.map((name) => ({ name })))
    expect(await db.selectFrom('client').select('name').execute()).toEqual([{ name: 'Прежний' }])
  })

  test('is not restored under a running server', async () => {
    const source = await addFilledBase()
    const target = await addBase()
    await make(source)
    const server = connect(target.url, { name: 'gorn', onError: () => undefined })
    await sql`select 1`.execute(server.db)
    await expect(restore(target, { isForced: true })).rejects.toMatchObject({ code: 'serverRunning' })
    await server.close()
  })
})

describe.each([null, 'тайное слово'])(
  'a hurt backup is refused and changes nothing (passphrase %s)',
  (passphrase) => {
    test('cut, changed, lengthened, of a newer version', async () => {
      const source = await addFilledBase()
      const target = await addBase()
      const before = await checksums(target.connection.db)
      await make(source, passphrase)
      const good = await readFile(path)
      const refused = async (bytes: Buffer, code: RegExp): Promise<void> => {
        await writeFile(path, bytes)
        await expect(restore(target, { passphrase })).rejects.toMatchObject({
          code: expect.stringMatching(code),
        })
      }
      for (let step = 0; step < 12; step++)
        await refused(good.subarray(0, Math.floor((good.length * step) / 12)), /^(backupDamaged|notABackup)$/)
      await refused(good.subarray(0, -1), /^backupDamaged$/)
      await refused(Buffer.concat([good, Buffer.from('x')]), /^backupDamaged$/)
      for (let step = 0; step < 25; step++) {
        const changed = Buffer.from(good)
        const at = Math.floor((good.length * (step + 0.5)) / 25)
        changed[at] = (changed[at] ?? 0) ^ (1 << (step % 8))
        await refused(changed, /^(backupDamaged|backupNewer|passphraseWrong|passphraseNeeded)$/)
      }
      const newer = Buffer.from(
        good.toString('latin1').replace('0001-foundation', '9999-foundation'),
        'latin1',
      )
      await refused(newer, /^backupNewer$/)
      await refused(Buffer.from('{"not": "ours"}'), /^notABackup$/)
      expect(await checksums(target.connection.db)).toEqual(before)
      expect(await readdir(folder)).toEqual(['base.gorn', 'files'])
      await writeFile(path, good)
      await restore(target, { passphrase })
    })
  },
)

test('an encrypted backup opens with its passphrase only and shows nothing without it', async () => {
  const source = await addFilledBase()
  const target = await addBase()
  await make(source, 'верный ключ')
  await expect(checkBackup(path, null)).rejects.toMatchObject({ code: 'passphraseNeeded' })
  await expect(checkBackup(path, 'Верный ключ')).rejects.toMatchObject({ code: 'passphraseWrong' })
  // Packed, a readable body would begin with the mark of gzip behind the header.
  const bytes = await readFile(path)
  expect(bytes.includes(Buffer.from([0x1f, 0x8b, 0x08]))).toBe(false)
  await restore(target, { passphrase: 'верный ключ' })
  expect(await checksums(target.connection.db)).toEqual(await checksums(source.connection.db))
})
