import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import type { Operation } from '#kernel/operation.ts'
import type { Answer } from '../support/test-app.ts'
import type { ProbeOf, Sight } from './probe.ts'
import { callers, mayRead, mayWrite, placeOf, repVisibilities } from './rule.ts'
import type { Held, Person, World } from './world.ts'

type AnyProbe = ProbeOf<Operation>
type Examined = { world: World; operation: Operation; probe: AnyProbe }

const codeOf = ({ status, error }: Answer<Operation>): string =>
  error ? `${status} ${error.code}` : `${status}`
const textOf = ({ body }: Answer<Operation>): string =>
  typeof body === 'string' ? body : JSON.stringify(body)

/** Words of records out of sight, and of personal data before an observer: none may be in any answer. */
function leaksIn(text: string, world: World, person: Person): string[] {
  const hidden = world.held
    .filter(({ owner }) => !mayRead(person, owner, world.setting))
    .flatMap((it) => [
      it.name,
      it.twinName,
      it.orderNumber,
      it.tag,
      it.touchId,
      it.personId,
      it.dealId,
      it.dealTitle,
      ...it.personal,
    ])
  if (!seesAll(person, world)) hidden.push(world.unassigned.number)
  const personal = person.role === 'observer' ? world.held.flatMap((it) => it.personal) : []
  return [...hidden, ...personal].filter((word) => text.includes(word)).map((word) => `leaks ${word}`)
}

const seesAll = (person: Person, { setting }: World): boolean =>
  mayRead(person, { id: '', teamId: null }, setting)

async function addUp(world: World, person: Person): Promise<Sight> {
  const { db } = world.app
  const owners = new Map(world.held.map((it) => [it.ownerId, it.owner]))
  const seen = (ownerId: string | null): boolean => {
    const known = owners.get(ownerId)
    return mayRead(
      person,
      known === undefined && ownerId !== null ? { id: ownerId, teamId: null } : (known ?? null),
      world.setting,
    )
  }
  const clients = await db.selectFrom('client').select(['id', 'ownerId', 'tags', 'archivedAt']).execute()
  const orders = await db
    .selectFrom('salesOrder')
    .select(['id', 'clientId', 'amountMinor', 'status'])
    .execute()
  const deals = await sql<Sight['deals'][number] & { ownerId: string | null }>`
    select id, title, owner_id, amount_minor, closed_at is null as is_open, owner_id is not null as is_owned from deal where removed_at is null`.execute(
    db,
  )
  const mine = clients
    .filter((it) => seen(it.ownerId))
    .map(({ archivedAt, ...it }) => ({ ...it, isArchived: archivedAt !== null }))
  const ids = new Set(mine.map((it) => it.id))
  const isAll = seesAll(person, world)
  return {
    seesAll: isAll,
    clients: mine,
    orders: orders.filter(({ clientId }) => (clientId === null ? isAll : ids.has(clientId))),
    deals: deals.rows.filter((it) => seen(it.ownerId)),
    person,
  }
}

async function examineList(
  { world, operation, probe }: Examined & { probe: Extract<AnyProbe, { about: 'lists' }> },
  person: Person,
): Promise<string[]> {
  const answer = await person.caller.send(operation, await probe.call?.(world, person))
  if (answer.status !== 200) return [`answered ${codeOf(answer)}`]
  const text = textOf(answer)
  const seen = world.held.filter(({ owner }) => mayRead(person, owner, world.setting))
  const missing = seen
    .map((record) => probe.shows(record, seen))
    .filter((word) => word !== null && !text.includes(word))
    .map((word) => `does not show ${word}`)
  const totals = probe.totals?.(answer.body, await addUp(world, person))
  const wrong = totals && JSON.stringify(totals.got) !== JSON.stringify(totals.want)
  return [
    ...missing,
    ...leaksIn(text, world, person),
    ...(wrong ? [`totals ${JSON.stringify(totals.got)} instead of ${JSON.stringify(totals.want)}`] : []),
  ]
}

function expectedOf(
  probe: Extract<AnyProbe, { about: 'reads' | 'writes' }>,
  world: World,
  person: Person,
  record: Held,
) {
  if (!mayRead(person, record.owner, world.setting)) return probe.absent ?? '404 notFound'
  return probe.about === 'reads' || mayWrite(person, record.owner) ? '200' : '422 notYours'
}

async function examineRecord(
  { world, operation, probe }: Examined & { probe: Extract<AnyProbe, { about: 'reads' | 'writes' }> },
  person: Person,
): Promise<string[]> {
  // Records are apart from each other, so they can be asked for at once.
  const found = await Promise.all(
    world.held.map(async (record) => {
      const answer = await person.caller.send(operation, await probe.call(record, world))
      const want = expectedOf(probe, world, person, record)
      const at = `${placeOf(person, record.owner)} (${record.key})`
      const wrong = codeOf(answer) === want ? [] : [`${at}: ${codeOf(answer)} instead of ${want}`]
      return [...wrong, ...leaksIn(textOf(answer), world, person).map((leak) => `${at}: ${leak}`)]
    }),
  )
  return found.flat()
}

async function examinePerson(examined: Examined, person: Person): Promise<string[]> {
  const { world, operation, probe } = examined
  if (!(callers[probe.who] as readonly string[]).includes(person.role)) {
    const input =
      'call' in probe && probe.about !== 'role' && probe.about !== 'lists' && world.held[0]
        ? await probe.call(world.held[0], world)
        : { params: { id: newId(), kind: 'clients', rowNumber: 1 } }
    const answer = await person.caller.send(operation, input)
    return codeOf(answer) === '403 notAllowed'
      ? []
      : [`answered ${codeOf(answer)}, though it is not for them`]
  }
  if (probe.about === 'elsewhere') return []
  if (probe.about === 'lists') return examineList({ ...examined, probe }, person)
  if (probe.about !== 'role') return examineRecord({ ...examined, probe }, person)
  const answer = await person.caller.send(operation, await probe.call?.(world, person))
  if (probe.isForAllSeeing && !seesAll(person, world)) {
    return codeOf(answer) === '404 notFound' ? [] : [`answered ${codeOf(answer)} instead of 404 notFound`]
  }
  const isIn = (probe.answers ?? [200]).includes(answer.status)
  return [...(isIn ? [] : [`answered ${codeOf(answer)}`]), ...leaksIn(textOf(answer), world, person)]
}

/** The setting is for reps and their heads, where they may call at all: others are asked under the strictest one alone. */
const isNarrowed = (probe: AnyProbe, { role }: Person): boolean =>
  (role === 'head' || role === 'rep') && (callers[probe.who] as readonly string[]).includes(role)

/** Calls an operation as everybody, under every setting; answers each breach of the rule in words. */
export async function examine(examined: Examined): Promise<string[]> {
  const breaches: string[] = []
  for (const setting of repVisibilities) {
    await examined.world.setVisibility(setting)
    for (const person of examined.world.people) {
      if (setting !== 'own' && !isNarrowed(examined.probe, person)) continue
      const found = await examinePerson(examined, person)
      breaches.push(...found.map((breach) => `${person.role}, reps see ${setting}: ${breach}`))
    }
  }
  return breaches
}

/** Calls an operation as people who are not, or no longer, let in. */
export async function examineOutsiders(
  { world, operation }: Examined,
  outsiders: Person['caller'][],
): Promise<string[]> {
  const input = { params: { id: world.held[0]?.clientId, kind: 'clients', rowNumber: 1 } } as object
  const answers = []
  for (const caller of outsiders) answers.push(codeOf(await caller.send(operation, input)))
  return answers
}

/** Says of a person that they have left, and leaves their session as it is. */
export async function deactivate(world: World, id: string): Promise<void> {
  await sql`update app_user set deactivated_at = now() where id = ${id}`.execute(world.app.db)
}
