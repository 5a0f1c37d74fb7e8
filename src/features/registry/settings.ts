import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { RegistrySettings } from './contract.ts'

const SHOWN = 4
const LONG_ENOUGH = 16

/** Where and with what the register is asked. The token goes there and nowhere else. */
export type Access = { isOn: boolean; url: string; token: string | null; rev: number }

/** The settings with the token, for asking. */
export async function loadAccess(db: Db): Promise<Access> {
  return db.selectFrom('registrySettings').select(['isOn', 'url', 'token', 'rev']).executeTakeFirstOrThrow()
}

/** The settings as people see them: of the token its last characters, and none of a short one. */
export function shown({ token, ...rest }: Access): RegistrySettings {
  const ending = token !== null && token.length >= LONG_ENOUGH ? token.slice(-SHOWN) : ''
  return { ...rest, token: token === null ? null : { ending } }
}

/** Writes the settings over those of a rev; a newer state is refused with that state. */
export async function saveAccess(trx: Trx, { rev, ...fields }: Access): Promise<Access> {
  const done = await trx
    .updateTable('registrySettings')
    .set({ ...fields, rev: sql<number>`nextval('rev_seq')` })
    .where('rev', '=', rev)
    .returning('rev')
    .execute()
  const current = await loadAccess(trx)
  if (done.length === 0) throw new Refusal('conflict', { current: shown(current) })
  return current
}
