import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Day } from '#kernel/days.ts'
import { Temporal } from '#kernel/temporal.ts'
import type { Services } from '#server/services.ts'
import { writeTouch } from '../features/contacts/public.ts'
import { insertFacts } from '../features/dossier/public.ts'
import type { DemoProspect } from './prospects.ts'

type Led = { id: string; code: string; ownerId: string; headId: string | null }

/** Brings what is known of companies that have bought nothing, and the first talks with them: by those who lead them. */
export async function installProspects(
  services: Services,
  installer: Actor,
  prospects: readonly DemoProspect[],
  timeZone: string,
): Promise<void> {
  const found = await sql<Led>`
    select k.id, k.external_id as code, k.owner_id, t.head_id
    from client k join app_user u on u.id = k.owner_id left join team t on t.id = u.team_id
    where k.external_id = any(${prospects.map(({ code }) => code)})`.execute(services.db)
  const leads = new Map(found.rows.map((row) => [row.code, row]))
  const at = (on: Day, hour: number): Date =>
    new Date(
      Temporal.PlainDate.from(on)
        .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour }) })
        .toInstant().epochMilliseconds,
    )
  await services.runUnit(installer, (unit) =>
    insertFacts(
      unit,
      prospects.flatMap(({ code, facts, checkedOn }) => {
        const client = leads.get(code)
        if (!client) return []
        const recordedAt = at(checkedOn, 16).toISOString()
        const told = { clientId: client.id, authorId: client.ownerId, checkedOn, recordedAt }
        return facts.map((it) => ({ ...it, ...told }))
      }),
    ),
  )
  for (const { code, talk } of prospects) {
    const client = leads.get(code)
    if (!client || !talk) continue
    const { id, ownerId, headId } = client
    const { on, hour, waiver, kind, text } = talk
    const now = at(on, hour)
    const actor = waiver === null ? personOf(ownerId, 'rep') : personOf(headId ?? ownerId, 'head')
    await services.runUnit(actor, (unit) =>
      writeTouch(
        unit,
        { clientId: id, kind, text, happenedAt: now.toISOString() },
        { ownerId, now, ...(waiver !== null && { dossier: { waiver } }) },
      ),
    )
  }
}

const personOf = (userId: string, role: 'rep' | 'head'): Actor => ({
  userId,
  role,
  channel: 'cli',
  sight: { kind: 'all' },
  mayEdit: 'all',
})
