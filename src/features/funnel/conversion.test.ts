import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const { conversion } = contract
type Shown = OutputOf<typeof conversion.show>

let app: TestApp
let clientId = ''
beforeAll(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
  const client = await app.as('owner').call(contract.clients.create, { body: { name: 'Клён' } })
  clientId = client.id
})
afterAll(() => app.close())

type Event = { id: string; at: string; to: string; from: string | null; undoes: string | null }
type Deal = {
  id: string
  pipelineId: string
  stageId: string
  ownerId: string | null
  source: string | null
  amount: number | null
  hasHistory: boolean
  removedAt: string | null
  closedAt: string | null
  reasonId: string | null
  enteredAt: string
  events: Event[]
}

/** Deals and their moves as rows, in bulk. */
async function insertDeals(deals: readonly Deal[]): Promise<void> {
  const column = (pick: (it: Deal) => unknown) => deals.map(pick)
  await sql`insert into deal (id, client_id, title, rank, pipeline_id, stage_id, owner_id, source, amount_minor, has_history,
      removed_at, closed_at, lost_reason_id, stage_entered_at)
    select x.id, ${clientId}, 'Сделка', 'a', pipeline, stage, owner, source, amount, history, removed, closed, reason, entered from unnest(
      ${column((it) => it.id)}::uuid[], ${column((it) => it.pipelineId)}::uuid[], ${column((it) => it.stageId)}::uuid[],
      ${column((it) => it.ownerId)}::uuid[], ${column((it) => it.source)}::text[], ${column((it) => it.amount)}::bigint[],
      ${column((it) => it.hasHistory)}::bool[], ${column((it) => it.removedAt)}::timestamptz[],
      ${column((it) => it.closedAt)}::timestamptz[], ${column((it) => it.reasonId)}::uuid[], ${column((it) => it.enteredAt)}::timestamptz[]
    ) x (id, pipeline, stage, owner, source, amount, history, removed, closed, reason, entered)`.execute(
    app.db,
  )
  const moves = deals.flatMap((it) => it.events.map((event) => ({ deal: it.id, ...event })))
  const cells = (pick: (it: (typeof moves)[number]) => unknown) => moves.map(pick)
  await sql`insert into stage_event (id, deal_id, at, from_stage_id, to_stage_id, undoes_id)
    select * from unnest(${cells((it) => it.id)}::uuid[], ${cells((it) => it.deal)}::uuid[], ${cells((it) => it.at)}::timestamptz[],
      ${cells((it) => it.from)}::uuid[], ${cells((it) => it.to)}::uuid[], ${cells((it) => it.undoes)}::uuid[])`.execute(
    app.db,
  )
  await sql`analyze deal, stage_event`.execute(app.db)
}

const day = (text: string): string => (text.includes('T') ? text : `${text}T09:00:00Z`)

describe('worked out by hand', () => {
  let way = ''
  const stages: Record<string, string> = {}
  let otherStage = ''
  let reasonId = ''
  const period = { from: '2026-05-01', to: '2026-05-31' }

  beforeAll(async () => {
    const { rows, lostReasons } = await app.as('owner').call(contract.funnel.pipelines)
    const people = rows.find((it) => it.preset === 'b2c')
    way = people?.id ?? ''
    for (const it of people?.stages ?? []) stages[it.preset ?? ''] = it.id
    const companies = rows.find((it) => it.preset === 'b2b')
    otherStage = companies?.stages[0]?.id ?? ''
    reasonId = lostReasons.find((it) => it.preset === 'tooDear')?.id ?? ''
    const deal = (moves: [string, string][], more: Partial<Deal> = {}): Deal => {
      const events = moves.map(([at, to], index): Event => {
        const before = moves[index - 1]?.[1]
        return { id: newId(), at: day(at), to: idOf(to), from: before ? idOf(before) : null, undoes: null }
      })
      const last = events.at(-1)
      return {
        id: newId(),
        pipelineId: last?.to === otherStage ? (companies?.id ?? '') : way,
        stageId: last?.to ?? idOf('asked'),
        ownerId: null,
        source: null,
        amount: null,
        hasHistory: true,
        removedAt: null,
        closedAt: ['paid', 'declined'].includes(moves.at(-1)?.[1] ?? '') ? (last?.at ?? null) : null,
        reasonId: null,
        enteredAt: last?.at ?? day('2026-05-20'),
        events,
        ...more,
      }
    }
    const idOf = (name: string): string => (name === 'other' ? otherStage : (stages[name] ?? ''))
    const undone = deal([
      ['2026-05-06', 'asked'],
      ['2026-05-07', 'chose'],
      ['2026-05-07T09:01:00Z', 'asked'],
    ])
    const [, slip, back] = undone.events
    if (slip && back) back.undoes = slip.id
    await insertDeals([
      // goes from the first stage straight to the third
      deal(
        [
          ['2026-05-01', 'asked'],
          ['2026-05-05', 'ordered'],
          ['2026-05-10', 'paid'],
        ],
        { amount: 100_000, source: 'Сайт' },
      ),
      // comes back
      deal(
        [
          ['2026-05-02', 'asked'],
          ['2026-05-04', 'chose'],
          ['2026-05-06', 'asked'],
        ],
        { amount: 20_000 },
      ),
      // enters the second stage twice
      deal(
        [
          ['2026-05-03', 'asked'],
          ['2026-05-05', 'chose'],
          ['2026-05-07', 'asked'],
          ['2026-05-09', 'chose'],
          ['2026-05-11', 'ordered'],
        ],
        { amount: 40_000, source: 'Сайт' },
      ),
      // goes on another way
      deal([
        ['2026-05-04', 'asked'],
        ['2026-05-08', 'other'],
      ]),
      deal([['2026-05-05', 'asked']], { amount: 5000 }),
      undone,
      // entered the first stage before the period
      deal(
        [
          ['2026-04-20', 'asked'],
          ['2026-05-15', 'chose'],
          ['2026-05-16', 'declined'],
        ],
        { amount: 70_000, reasonId },
      ),
      deal([], { hasHistory: false, amount: 1000 }),
      deal([['2026-05-06', 'asked']], { removedAt: day('2026-05-07') }),
      // a second before and at midnight in Moscow
      deal([['2026-04-30T20:59:59Z', 'asked']]),
      deal([['2026-04-30T21:00:00Z', 'asked']]),
    ])
  })
  const ask = { query: { pipelineId: '', ...period } }
  const query = () => ({ query: { ...ask.query, pipelineId: way } })

  test('the cohorts and the fate of every deal', async () => {
    const shown = await app.as('owner').call(conversion.show, query())
    const told = shown.stages.map((it) => ({
      name: it.preset,
      numbers: [it.entered, it.skipped, it.advanced, it.handedOver, it.lost, it.movedBack, it.stillThere],
      time: [it.medianDays, it.medianOf],
      reached: it.reached.map((to) => to.count),
    }))
    expect(told).toEqual([
      { name: 'asked', numbers: [7, 0, 3, 1, 0, 0, 3], time: [2, 3], reached: [3, 2, 1] },
      { name: 'chose', numbers: [4, 1, 2, 0, 1, 1, 0], time: [6, 1], reached: [2, 1] },
      { name: 'ordered', numbers: [2, 0, 1, 0, 0, 0, 1], time: [5, 1], reached: [1] },
      { name: 'paid', numbers: [1, 0, 0, 0, 0, 0, 1], time: [null, 0], reached: [] },
    ])
    expect(shown.stages[0]?.next).toEqual({ count: 3, of: 7, share: null, low: null, high: null })
    expect(shown).toMatchObject({ withoutHistory: 1, wonDeals: 1, wonAverageMinor: 100_000, weakest: null })
  })

  test('every figure opens as many deals as it says', async () => {
    const owner = app.as('owner')
    const shown = await owner.call(conversion.show, query())
    for (const stage of shown.stages)
      for (const figure of [
        'entered',
        'skipped',
        'advanced',
        'handedOver',
        'lost',
        'movedBack',
        'stillThere',
      ] as const) {
        const found = await owner.call(conversion.deals, {
          query: { ...query().query, figure, stageId: stage.stageId },
        })
        expect([figure, found.count, found.rows.length]).toEqual([figure, stage[figure], stage[figure]])
      }
    const of = async (more: object) =>
      owner.call(conversion.deals, { query: { ...query().query, figure: 'entered', ...more } as never })
    expect(
      await of({ figure: 'reached', stageId: stages['asked'], reachedId: stages['ordered'] }),
    ).toMatchObject({
      count: 2,
      sumMinor: 140_000,
    })
    expect(await of({ figure: 'won', stageId: stages['asked'] })).toMatchObject({ count: 1 })
    expect(await of({ figure: 'noHistory' })).toMatchObject({ count: 1, sumMinor: 1000 })
    expect(await of({ figure: 'wonInPeriod' })).toMatchObject({ count: 1, sumMinor: 100_000 })
    expect(await of({ figure: 'lostInPeriod', stageId: stages['chose'], reasonId })).toMatchObject({
      count: 1,
    })
    expect(await of({ figure: 'lostInPeriod', reasonId: 'none' })).toMatchObject({ count: 0 })
    expect(await of({ figure: 'openNow', stageId: stages['ordered'] })).toMatchObject({ count: 1 })
    expect(await of({ stageId: stages['asked'], by: 'source', value: 'Сайт' })).toMatchObject({ count: 2 })
    expect(await of({ stageId: stages['asked'], by: 'source' })).toMatchObject({ count: 5 })
    const absent = await owner.send(conversion.deals, {
      query: { ...query().query, figure: 'entered', stageId: otherStage },
    })
    expect(absent.status).toBe(404)
  })

  test('losses, times, and what is open today', async () => {
    const owner = app.as('owner')
    const lost = await owner.call(conversion.lostReasons, query())
    expect(lost).toEqual({
      rows: [{ stageId: stages['chose'], reasonId, count: 1, sumMinor: 70_000 }],
      count: 1,
      sumMinor: 70_000,
    })
    const times = await owner.call(conversion.stageTimes, query())
    expect(times.rows.map((it) => [it.stays, it.medianDays])).toEqual([
      [6, 3],
      [4, 2],
      [1, 5],
    ])
    const today = await owner.call(conversion.today, { query: { pipelineId: way } })
    // Of the deal that came by a file nobody knows how long it has stood there.
    expect(today.stages.map((it) => [it.count, it.sumMinor, it.withoutAmount, it.overNorm])).toEqual([
      [6, 26_000, 3, 5],
      [0, 0, 0, 0],
      [1, 40_000, 0, 1],
    ])
    expect(today).toMatchObject({ expectedMinor: 0, tooFew: { count: 7, sumMinor: 66_000 } })
  })

  test('parted by source, month and class', async () => {
    const owner = app.as('owner')
    const parts = async (by: 'source' | 'month' | 'class' | 'rep') => {
      const { rows } = await owner.call(conversion.breakdown, { query: { ...query().query, by } })
      return rows.map((it) => [it.key, ...it.stages.map((of) => [of.entered, of.advanced, of.won])])
    }
    expect(await parts('source')).toEqual([
      [null, [5, 1, 0], [2, 0, 0]],
      ['Сайт', [2, 2, 1], [2, 2, 1], [2, 1, 1], [1, 0, 1]],
    ])
    expect(await parts('month')).toEqual([['2026-05', [7, 3, 1], [4, 2, 1], [2, 1, 1], [1, 0, 1]]])
    expect(await parts('class')).toEqual([['none', [7, 3, 1], [4, 2, 1], [2, 1, 1], [1, 0, 1]]])
  })

  test('what is out of sight is in no figure', async () => {
    const rep = app.as('rep')
    const shown = await rep.call(conversion.show, query())
    expect(shown.stages.map((it) => it.entered)).toEqual([0, 0, 0, 0])
    expect(shown).toMatchObject({ withoutHistory: 0, wonDeals: 0, wonAverageMinor: null })
    expect(await rep.call(conversion.lostReasons, query())).toMatchObject({ count: 0 })
    const absent = await rep.send(conversion.show, { query: { ...query().query, pipelineId: newId() } })
    expect([absent.status, absent.error?.code]).toEqual([404, 'notFound'])
  })
})

/** mulberry32: the same histories in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

describe('the second way: a thousand random histories and plain loops', () => {
  const ids = Array.from({ length: 2 }, () => newId())
  const [wayId = '', otherId = ''] = ids
  // In the order of the way: two share a place, one was removed; then won and lost, then another way.
  const twins = [newId(), newId()].sort()
  const open = [newId(), ...twins, newId(), newId(), newId()]
  const [won, lost, otherOpen, otherLost] = [newId(), newId(), newId(), newId()] as [
    string,
    string,
    string,
    string,
  ]
  const removed = open[3] ?? ''
  const placeOf = new Map([...open, won].map((id, index) => [id, index + 1]))
  let deals: Deal[] = []
  const minute = 60_000
  const start = Date.parse('2026-01-01T00:00:00Z')

  function make(random: (below: number) => number, owners: (string | null)[]): Deal {
    const targets = [...open, ...open, won, lost, otherOpen, otherLost]
    const events: Event[] = []
    let at = start + random(140 * 24 * 60) * minute
    const length = 1 + random(9)
    for (let index = 0; index < length; index++) {
      const from = events.at(-1)?.to ?? null
      // Mostly onwards, as deals go.
      const next = from === null ? open[0] : open[open.indexOf(from) + 1]
      const to = random(2) === 0 && next ? next : (targets[random(targets.length)] ?? '')
      events.push({ id: newId(), at: new Date(at).toISOString(), from, to, undoes: null })
      // Some happen at the same instant: then the id decides.
      if (random(8) > 0) at += random(20 * 24 * 60) * minute
      if (index > 0 && random(6) === 0) {
        const slip = events.at(-1)
        events.push({
          id: newId(),
          at: new Date(at).toISOString(),
          from: to,
          to: from ?? to,
          undoes: slip?.id ?? null,
        })
      }
    }
    const last = counted(events).at(-1)
    const stageId = last?.to ?? ''
    const isOther = stageId === otherOpen || stageId === otherLost
    const isClosed = [won, lost, otherLost].includes(stageId)
    return {
      id: newId(),
      pipelineId: isOther ? otherId : wayId,
      stageId,
      ownerId: owners[random(owners.length)] ?? null,
      source: ['Сайт', 'Звонок', null][random(3)] ?? null,
      amount: random(4) === 0 ? null : random(1_000_000),
      hasHistory: random(30) > 0,
      removedAt: random(30) === 0 ? new Date(at).toISOString() : null,
      closedAt: isClosed ? (last?.at ?? null) : null,
      reasonId: null,
      enteredAt: last?.at ?? '',
      events,
    }
  }

  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  function counted(events: readonly Event[]): Event[] {
    const undone = new Set(events.flatMap((it) => (it.undoes ? [it.undoes] : [])))
    return events
      .filter((it) => it.undoes === null && !undone.has(it.id))
      .sort((a, b) => order(a.at, b.at) || order(a.id, b.id))
  }

  beforeAll(async () => {
    const random = seeded(20_260_612)
    const stage = (id: string, pipeline: string, kind: string, place: number) => ({
      id,
      pipeline,
      kind,
      place,
    })
    const rows = [
      ...open.map((id, index) => stage(id, wayId, 'open', [1, 2, 2, 3, 4, 5][index] ?? 0)),
      stage(won, wayId, 'won', 6),
      stage(lost, wayId, 'lost', 7),
      stage(otherOpen, otherId, 'open', 1),
      stage(otherLost, otherId, 'lost', 2),
    ]
    await sql`insert into pipeline (id, name, place) select x, 'Путь', 9 from unnest(${ids}::uuid[]) x`.execute(
      app.db,
    )
    await sql`insert into stage (id, pipeline_id, kind, name, place, removed_at)
      select id, pipeline, kind, 'Шаг', place, case when id = ${removed} then now() end
      from unnest(${rows.map((it) => it.id)}::uuid[], ${rows.map((it) => it.pipeline)}::uuid[], ${rows.map((it) => it.kind)}::text[],
        ${rows.map((it) => it.place)}::int[]) x (id, pipeline, kind, place)`.execute(app.db)
    deals = Array.from({ length: 1000 }, () => make(random, [app.as('rep').id, app.as('head').id, null]))
    await insertDeals(deals)
  })

  type Period = { from: string; to: string }
  // Moscow keeps one offset all year.
  const isWithin = (at: string, { from, to }: Period): boolean => {
    const local = new Date(Date.parse(at) + 3 * 60 * minute).toISOString().slice(0, 10)
    return local >= from && local <= to
  }
  const medianOf = (values: number[]): number | null => {
    if (values.length === 0) return null
    const sorted = values.toSorted((a, b) => a - b)
    const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
    return Math.round((low + high) / 2 / 8640) / 10
  }

  /** One stage by the words of the method, deal by deal. */
  function expected(stageId: string, period: Period, within: readonly Deal[]) {
    const place = placeOf.get(stageId) ?? 0
    const result = {
      entered: 0,
      skipped: 0,
      advanced: 0,
      handedOver: 0,
      lost: 0,
      movedBack: 0,
      stillThere: 0,
    }
    const reached = new Map<string, number>()
    const seconds: number[] = []
    for (const deal of within) {
      if (!deal.hasHistory || deal.removedAt !== null) continue
      const moves = counted(deal.events)
      const first = (least: number) => moves.find((it) => (placeOf.get(it.to) ?? 0) >= least)
      const entry = first(place)
      if (!entry || !isWithin(entry.at, period)) continue
      result.entered++
      const isSkipped = (placeOf.get(entry.to) ?? 0) > place
      if (isSkipped) result.skipped++
      for (const [later, laterPlace] of placeOf)
        if (laterPlace > place && first(laterPlace)) reached.set(later, (reached.get(later) ?? 0) + 1)
      const onward = first(place + 1)
      const now = placeOf.get(deal.stageId)
      if (onward) {
        result.advanced++
        if (!isSkipped) seconds.push((Date.parse(onward.at) - Date.parse(entry.at)) / 1000)
      } else if (deal.pipelineId !== wayId) result.handedOver++
      else if (deal.stageId === lost) result.lost++
      else if (now !== undefined && now < place) result.movedBack++
      else if (now === place) result.stillThere++
    }
    return { ...result, reached, medianDays: medianOf(seconds), medianOf: seconds.length }
  }

  const periods: Period[] = [
    { from: '2026-01-01', to: '2026-06-12' },
    { from: '2026-02-01', to: '2026-02-28' },
    { from: '2026-03-07', to: '2026-03-07' },
    { from: '2026-04-01', to: '2026-06-12' },
  ]

  function compare(shown: Shown, period: Period, within: readonly Deal[]): void {
    const listed = shown.stages.map((it) => it.stageId)
    expect(listed.filter((it) => it !== removed)).toEqual([...open, won].filter((it) => it !== removed))
    for (const stage of shown.stages) {
      const { reached, ...numbers } = expected(stage.stageId, period, within)
      expect(stage).toMatchObject(numbers)
      expect(stage.advanced + stage.lost + stage.movedBack + stage.handedOver + stage.stillThere).toBe(
        stage.entered,
      )
      for (const to of stage.reached)
        expect([to.count, to.of]).toEqual([reached.get(to.stageId) ?? 0, numbers.entered])
      expect([stage.next.count, stage.next.of]).toEqual([numbers.advanced, numbers.entered])
      if (stage.kind === 'open') expect(stage.won.count).toBe(reached.get(won) ?? 0)
    }
    const gone = expected(removed, period, within)
    expect(listed.includes(removed)).toBe(gone.entered > gone.skipped)
  }

  test.each(periods)('$from – $to, every stage', async (period) => {
    const query = { pipelineId: wayId, ...period }
    compare(await app.as('owner').call(conversion.show, { query }), period, deals)
    const own = deals.filter((it) => it.ownerId === app.as('rep').id)
    compare(await app.as('rep').call(conversion.show, { query }), period, own)
  })

  test('parts add up to the whole, each counted by the loops', async () => {
    const period = periods[0] as Period
    const query = { pipelineId: wayId, ...period }
    for (const by of ['rep', 'source'] as const) {
      const { rows, more } = await app.as('owner').call(conversion.breakdown, { query: { ...query, by } })
      expect([rows.length, more]).toEqual([3, 0])
      for (const row of rows) {
        const own = deals.filter((it) => (by === 'rep' ? it.ownerId : it.source) === row.key)
        for (const stage of row.stages) {
          const wanted = expected(stage.stageId, period, own)
          expect([stage.entered, stage.advanced]).toEqual([wanted.entered, wanted.advanced])
        }
      }
    }
    const months = await app.as('owner').call(conversion.breakdown, { query: { ...query, by: 'month' } })
    for (const row of months.rows)
      for (const stage of row.stages) {
        const month = { from: `${row.key}-01`, to: [`${row.key}-31`, period.to].toSorted()[0] ?? '' }
        expect(stage.entered).toBe(expected(stage.stageId, month, deals).entered)
      }
  })

  test('stays and losses', async () => {
    const period = periods[1] as Period
    const query = { pipelineId: wayId, ...period }
    const seen = deals.filter((it) => it.removedAt === null)
    const stays = new Map<string, number[]>()
    for (const deal of seen.filter((it) => it.hasHistory))
      for (const [index, next] of counted(deal.events).entries()) {
        const before = counted(deal.events)[index - 1]
        if (!before || !isWithin(next.at, period)) continue
        const seconds = (Date.parse(next.at) - Date.parse(before.at)) / 1000
        stays.set(before.to, [...(stays.get(before.to) ?? []), seconds])
      }
    const times = await app.as('owner').call(conversion.stageTimes, { query })
    for (const { stageId, ...told } of times.rows) {
      const own = stays.get(stageId) ?? []
      expect(told).toEqual({ stays: own.length, medianDays: medianOf(own) })
    }
    const losses = await app.as('owner').call(conversion.lostReasons, { query })
    const gone = seen.filter((it) => it.stageId === lost && isWithin(it.closedAt ?? '', period))
    expect(losses.count).toBe(gone.length)
    expect(losses.sumMinor).toBe(gone.reduce((sum, it) => sum + (it.amount ?? 0), 0))
  })

  test('pages of deals are the cohort, each deal once', async () => {
    const period = periods[0] as Period
    const stageId = open[1] ?? ''
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await app.as('owner').call(conversion.deals, {
        query: { pipelineId: wayId, ...period, figure: 'advanced', stageId, ...(cursor && { cursor }) },
      })
      expect(page.count).toBe(expected(stageId, period, deals).advanced)
      found.push(...page.rows.map((it) => it.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBe(expected(stageId, period, deals).advanced)
  })
})

test('what is kept follows every move as if it were all counted anew', async () => {
  const owner = app.as('owner')
  const { rows } = await owner.call(contract.funnel.pipelines)
  const way = rows.find((it) => it.preset === 'b2b')?.stages ?? []
  const named = (preset: string): string => way.find((it) => it.preset === preset)?.id ?? ''
  const kept = async () => {
    const reach =
      await sql<object>`select * from stage_reach order by deal_id, pipeline_id, position`.execute(app.db)
    const stays = await sql<object>`select * from stage_stay order by event_id`.execute(app.db)
    return { reach: reach.rows, stays: stays.rows }
  }
  const { id } = await owner.call(contract.funnel.create, {
    body: { clientId, title: 'Путь', amountMinor: 100, stageId: named('toldNeed') },
  })
  const revOf = async () => (await owner.call(contract.funnel.get, { params: { id } })).rev
  const moveTo = async (preset: string) =>
    owner.call(contract.funnel.move, { params: { id }, body: { rev: await revOf(), stageId: named(preset) } })
  const takeBack = async () => {
    const { rows: acts } = await sql<{ unitId: string }>`
      select unit_id from audit_log where entity_id = ${id} order by id desc limit 1`.execute(app.db)
    await owner.call(contract.history.undo, { params: { id: acts[0]?.unitId ?? '' } })
  }
  const acts: (() => Promise<unknown>)[] = [
    () => moveTo('namedBudget'),
    () => moveTo('toldNeed'),
    () => moveTo('agreedTerms'),
    takeBack,
    async () =>
      owner.call(contract.funnel.update, {
        params: { id },
        body: { rev: await revOf(), ownerId: app.as('rep').id },
      }),
    takeBack,
    async () =>
      owner.call(contract.funnel.update, { params: { id }, body: { rev: await revOf(), source: 'Сайт' } }),
    () => owner.call(contract.funnel.remove, { params: { id } }),
    takeBack,
    () => moveTo('paid'),
  ]
  for (const [at, act] of acts.entries()) {
    app.clock.set(`2026-06-12T${10 + at}:00:00Z`)
    await act()
    const told = await kept()
    await sql`delete from stage_reach`.execute(app.db)
    await sql`delete from stage_stay`.execute(app.db)
    await sql`select refresh_stage_reach(array_agg(id)) from deal`.execute(app.db)
    expect(await kept()).toEqual(told)
  }
})
