import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { demoContract as contract } from './contract.ts'
import { installDemo } from './install.ts'

/** Refuses to mix invented clients with real ones. */
export async function refuseUnlessEmpty({ db }: Services): Promise<void> {
  const found = await sql`select from client limit 1`.execute(db)
  if (found.rows.length > 0) throw new Refusal('baseNotEmpty')
}

/** The button "show me on a demo company". */
export function demoApi(services: Services): Handled[] {
  return [
    handle(contract.install, async ({ actor, body }) => {
      await refuseUnlessEmpty(services)
      return { clients: await installDemo(services, actor, body.language) }
    }),
  ]
}
