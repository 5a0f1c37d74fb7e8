import type pg from 'pg'
import { addDays, type Day } from '#kernel/days.ts'
import { generateNKeysBetween } from 'fractional-indexing'
import { copy } from './fill.ts'
import { clientId, type Size } from './generate.ts'
import { logNormal, seeded } from './random.ts'

const DAYS = 720
const hex = (value: number): string => value.toString(16).padStart(12, '0')
const dealId = (index: number): string => `01920000-0000-7000-8000-${hex(index)}`
const eventId = (index: number): string => `01930000-0000-7000-8000-${hex(index)}`

type Way = { id: string; open: string[]; won: string; lost: string; reason: string }
type Told = {
  id: string
  stage: string
  enteredAt: string
  isOver: boolean
  events: string[]
  cells: string[]
}

const at = (from: Day, day: number, second: number): string =>
  `${addDays(from, day)}T${new Date(second * 1000).toISOString().slice(11, 19)}Z`

/**
 * As many deals as there are clients, some ten moves each: they go on, come back, jump, are won and lost over two years. Every
 * twentieth came in these days and stands at the first stage, so that a column holds thousands of cards.
 */
function* tell(
  size: Size,
  seed: number,
  ownerIds: readonly string[],
  lastDay: Day,
  way: Way,
): Generator<Told> {
  const random = seeded(seed + 1)
  const from = addDays(lastDay, -DAYS)
  const ranks = generateNKeysBetween(null, null, size.clients)
  let eventIndex = 0
  for (let index = 0; index < size.clients; index++) {
    const id = dealId(index)
    const isNew = index % 20 === 0
    let day = isNew ? DAYS - random.below(3) : random.below(DAYS)
    let stage = 0
    let enteredAt = at(from, day, random.below(86_400))
    let end: 'won' | 'lost' | null = null
    let before = '\\N'
    const events: string[] = []
    const move = (to: string): void => {
      events.push(`${[eventId(eventIndex++), id, enteredAt, before, to].join('\t')}\n`)
      before = to
    }
    move(way.open[0] ?? '')
    while (!isNew && end === null) {
      const stay = 1 + random.below(12)
      if (day + stay > DAYS) break
      day += stay
      enteredAt = at(from, day, random.below(86_400))
      const thrown = random.next()
      if (thrown < 0.05) end = 'lost'
      else if (thrown < 0.36 && stage > 0) stage--
      else stage += thrown > 0.93 ? 2 : 1
      if (stage >= way.open.length) end = 'won'
      move(end === null ? (way.open[stage] ?? '') : way[end])
    }
    const owner = ownerIds.length > 0 && random.next() < 0.9 ? random.pick(ownerIds) : '\\N'
    const hasStep = end === null && random.next() < 0.7
    const cells = [id, clientId(random.below(size.clients)), `Сделка ${index}`, owner]
    cells.push(
      String(Math.round(logNormal(random, 20_000_000, 1))),
      way.id,
      before,
      ranks[index] ?? '',
      enteredAt,
    )
    cells.push(end === null ? '\\N' : enteredAt, end === 'lost' ? way.reason : '\\N')
    cells.push(...(hasStep ? ['call', addDays(lastDay, random.below(14) - 4)] : ['\\N', '\\N']))
    yield { id, stage: before, enteredAt, isOver: end !== null, events, cells }
  }
}

async function loadWay(pool: pg.Pool): Promise<Way> {
  const { rows } = await pool.query<{ id: string; pipeline_id: string; kind: 'open' | 'won' | 'lost' }>(
    `select s.id, s.pipeline_id, s.kind from stage s join pipeline p on p.id = s.pipeline_id where p.preset = 'b2b' order by s.place`,
  )
  const reasons = await pool.query<{ id: string }>(`select id from lost_reason where preset = 'tooDear'`)
  const end = (kind: 'won' | 'lost'): string => rows.find((it) => it.kind === kind)?.id ?? ''
  return {
    id: rows[0]?.pipeline_id ?? '',
    open: rows.filter((it) => it.kind === 'open').map(({ id }) => id),
    won: end('won'),
    lost: end('lost'),
    reason: reasons.rows[0]?.id ?? '',
  }
}

/** Fills a company that has clients with deals and their moves; what they reached is worked out by the base itself. */
export async function fillDeals(
  pool: pg.Pool,
  size: Size,
  seed: number,
  ownerIds: readonly string[],
  lastDay: Day,
): Promise<void> {
  const way = await loadWay(pool)
  const told = function* (pick: (it: Told) => readonly string[]): Generator<string> {
    for (const deal of tell(size, seed, ownerIds, lastDay, way)) yield* pick(deal)
  }
  const client = await pool.connect()
  try {
    await client.query('set synchronous_commit = off')
    for (const table of ['deal', 'stage_event'])
      await client.query(`alter table ${table} disable trigger all`)
    await copy(
      client,
      `deal (id, client_id, title, owner_id, amount_minor, pipeline_id, stage_id, rank, stage_entered_at, closed_at, lost_reason_id,
        step_kind, step_on)`,
      told(({ cells }) => [`${cells.join('\t')}\n`]),
    )
    await copy(
      client,
      'stage_event (id, deal_id, at, from_stage_id, to_stage_id)',
      told(({ events }) => events),
    )
    for (const table of ['deal', 'stage_event']) await client.query(`alter table ${table} enable trigger all`)
    await client.query('vacuum analyze deal, stage_event')
    await client.query('select refresh_stage_reach(array_agg(id)) from deal')
    // A third of the open ones have been asked about.
    await client.query(
      `insert into lead_grade (deal_id, grade, rule, since, answered_on)
       select id, case when n % 60 = 0 then 'A' when n % 3 = 0 then 'B' else 'C' end, 'allYesUrgent', stage_entered_at, $1::date
       from (select d.*, row_number() over (order by id) as n from deal d where closed_at is null) d where n % 3 = 0`,
      [lastDay],
    )
    await client.query('vacuum analyze deal, stage_event, stage_reach, lead_grade')
  } finally {
    client.release(true)
  }
}
