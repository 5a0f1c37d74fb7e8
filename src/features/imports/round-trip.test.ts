import { rm, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { systemActor } from '#kernel/actor.ts'
import { nameKey } from '#kernel/name-key.ts'
import type { Operation } from '#kernel/operation.ts'
import type { TableChoice } from '#kernel/table-choice.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { runImport } from './public.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  const fields = Object.entries(ownFields).map(([kind, id], at) => ({
    id,
    kind,
    name: names[kind as keyof typeof names],
    place: at,
    choices: kind === 'choice' ? { first: 'Стройка; "дом"', second: 'нет' } : {},
    former_choices: {},
    rev: 1,
    created_at: '2026-06-01T00:00:00Z',
  }))
  await write('client_field', fields)
})
afterAll(() => app.close())

// What people and programs write, at its worst; ends are trimmed and line ends made one wherever it is typed in.
const odd = fc.constantFrom(
  '=1+1',
  '+7',
  '-',
  '@x',
  "'",
  '"',
  ';',
  ',',
  '\n',
  '\t',
  ' ',
  '«Ё»',
  'ё',
  '😀',
  '\u{1f1f7}\u{1f1fa}',
  'é',
  '№',
  '—',
  'нет',
  'NULL',
  'н/д',
  'не закрыта',
  'Итого',
  '1,234',
  '1.5',
  '01',
  '_x0041_',
  '&#x41;',
  '&amp;',
  '<b>',
  '\\',
  '\\N',
  '\u00a0',
  'Ромашка',
  '17850.0',
  '31.12.2024',
)
const text = (most: number) =>
  fc
    .oneof(
      fc.array(odd, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom('я'.repeat(most), '"'.repeat(Math.min(most, 300))),
    )
    .map((it) => it.trim().slice(0, most).trim())
    .filter((it) => it !== '' && it.isWellFormed())
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 })
const id = fc.uuid({ version: 7 })
const moment = fc.constantFrom(
  '2026-06-01T07:15:30Z',
  '2026-06-01T07:15:30.123Z',
  '1999-12-31T21:00:00Z',
  // Moscow put its clocks back that night: the hour was shown twice.
  '2014-10-25T21:30:00Z',
  '2014-10-25T22:30:00Z',
)
const phone = fc.constantFrom('+74951234567', '+78632001020', '+12015550123')
const email = fc.constantFrom('a@example.com', 'b.c+d@пример.рф', "o'neil@example.org")

const ownFields = {
  text: '0198c0de-0000-7000-8000-0000000000f1',
  number: '0198c0de-0000-7000-8000-0000000000f2',
  money: '0198c0de-0000-7000-8000-0000000000f3',
  date: '0198c0de-0000-7000-8000-0000000000f4',
  choice: '0198c0de-0000-7000-8000-0000000000f5',
}
const names = { text: 'Телефон', number: '=1; «Ё»', money: 'Бюджет, ₽', date: 'Дата', choice: 'Отрасль 😀' }

const client = fc.record({
  id,
  kind: fc.constantFrom('company', 'person'),
  name: text(300),
  external_id: maybe(text(100)),
  inn: maybe(fc.constantFrom('7707083893', '500100732259', '0274062111')),
  kpp: maybe(fc.constant('770701001')),
  ogrn: maybe(fc.constant('1027700132195')),
  phone: maybe(phone),
  email: maybe(email),
  city: maybe(text(100)),
  region: maybe(text(100)),
  note: maybe(text(5000)),
  tags: fc
    .uniqueArray(
      text(40).filter((it) => !/[,;]/.test(it) && !/^"|^\s|\s$/.test(it)),
      { maxLength: 4 },
    )
    .map((it) => it.sort()),
  other_phones: fc.uniqueArray(phone),
  other_emails: fc.uniqueArray(email),
  addresses: fc.uniqueArray(
    text(500).map((it) => it.replace(/\s+/g, ' ')),
    { maxLength: 3 },
  ),
  fields: fc.record(
    {
      [ownFields.text]: text(1000),
      [ownFields.number]: fc.constantFrom(0, -1.5, 0.000001, 123456789),
      [ownFields.money]: fc.constantFrom(0, -1, 123456),
      [ownFields.date]: fc.constantFrom('1999-12-31', '2026-02-28'),
      [ownFields.choice]: fc.constantFrom('first', 'second'),
    },
    { requiredKeys: [] },
  ),
  archived_at: fc.option(moment, { freq: 4 }),
  isOwned: fc.boolean(),
})
const person = fc.record({
  id,
  at: fc.nat(),
  name: text(200),
  role: maybe(fc.constantFrom('decisionMaker', 'influencer', 'user', 'signer')),
  position: maybe(text(200)),
  phones: fc.uniqueArray(phone),
  emails: fc.uniqueArray(email),
  note: maybe(text(2000)),
})
const touch = fc.record({
  id,
  at: fc.nat(),
  kind: fc.constantFrom('call', 'meeting', 'message', 'email', 'note'),
  happened_at: moment,
  text: text(2000),
  result: maybe(text(1000)),
  next_step: maybe(text(500)),
  next_step_on: maybe(fc.constantFrom('2026-07-01', '2027-02-28')),
  minutes: maybe(fc.constantFrom(1, 45, 1440)),
  isOwned: fc.boolean(),
})
const line = fc.record({
  product: fc.oneof(text(200), fc.constant('')),
  quantity: fc.constantFrom('1', '10.50', '-3', '0.333333333333333333'),
  unit_price: maybe(fc.constantFrom('100', '0.005', '1234567.89')),
  amount: fc.constantFrom('99.90', '0', '-12.5', '123456789012.123456'),
})
const order = fc.record({
  id,
  at: fc.option(fc.nat()),
  external_id: text(100),
  ordered_at: moment,
  amount_minor: fc.constantFrom(0, 1, 99, 123_456_789, 1e13),
  cost_minor: maybe(fc.constantFrom(0, 5, 100_000)),
  status: fc.constantFrom('placed', 'paid', 'shipped', 'cancelled', 'return'),
  rep_name: maybe(text(100)),
  lines: fc.array(line, { maxLength: 3 }),
})
const step = fc.record({
  step_kind: fc.constantFrom('call', 'meeting', 'message', 'email', 'task'),
  step_text: maybe(text(500)),
  step_on: fc.constantFrom('2026-07-01', '2027-02-28'),
  step_time: maybe(fc.constantFrom('09:00', '23:59')),
})
const deal = fc.record({
  id,
  at: fc.nat(),
  title: text(200),
  external_id: maybe(text(200)),
  amount_minor: maybe(fc.constantFrom(0, 1, 99, 123_456_789, 1e13)),
  product: maybe(text(200)),
  source: maybe(text(100)),
  created_at: fc.constantFrom('1999-12-31T21:00:00Z', '2014-10-25T21:30:00Z', '2026-05-01T07:15:30.123Z'),
  end: fc.constantFrom('open', 'won', 'lost'),
  reason: fc.nat(),
  lost_note: text(2000),
  stage: fc.nat(),
  step: maybe(step),
  isOwned: fc.boolean(),
})
const base = fc.record({
  deals: fc.uniqueArray(deal, { maxLength: 12, size: 'max', selector: (it) => it.external_id ?? it.id }),
  clients: fc.uniqueArray(client, {
    minLength: 3,
    maxLength: 20,
    selector: (it) => it.external_id ?? it.id,
    size: 'max',
  }),
  people: fc.array(person, { maxLength: 12, size: 'max' }),
  touches: fc.array(touch, { maxLength: 12, size: 'max' }),
  orders: fc.uniqueArray(order, { maxLength: 12, size: 'max', selector: (it) => it.external_id }),
})
type Base = typeof base extends fc.Arbitrary<infer T> ? T : never

const empty = () =>
  sql`truncate deal, stage_event, client, contact_person, touch, sales_order, order_line, import_run, import_map_memory cascade`.execute(
    app.db,
  )

async function write(table: string, rows: object[]): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(rows[0] ?? {})
  await sql`
    insert into ${sql.raw(table)} (${sql.join(names.map((it) => sql.ref(it)))})
    select ${sql.join(names.map((it) => sql.ref(it)))} from jsonb_populate_recordset(null::${sql.raw(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    app.db,
  )
}

async function fill({ clients, people, touches, orders, deals }: Base): Promise<void> {
  const owner = app.as('rep').id
  const clientOf = (at: number): string => clients[at % clients.length]?.id ?? ''
  await write(
    'client',
    clients.map(({ isOwned, ...it }) => ({
      ...it,
      owner_id: isOwned ? owner : null,
      name_key: nameKey(it.name),
    })),
  )
  const placed = people.map(({ at, ...it }) => ({ ...it, client_id: clientOf(at) }))
  await write('contact_person', placed)
  await write(
    'touch',
    touches.map(({ at, isOwned, ...it }) => ({
      ...it,
      client_id: clientOf(at),
      author_id: isOwned ? owner : null,
      contact_id: placed.find((person) => person.client_id === clientOf(at))?.id ?? null,
    })),
  )
  await write(
    'sales_order',
    orders.map(({ at, lines, ...it }) => ({
      ...it,
      source: 'file',
      client_id: at === null ? null : clientOf(at),
      ordered_on: it.ordered_at.slice(0, 10),
      line_count: lines.length,
      ...same,
    })),
  )
  await fillDeals(deals, clientOf)
  await write(
    'order_line',
    orders.flatMap(({ id: orderId, lines }) =>
      lines.map((it, at) => ({ ...it, order_id: orderId, line_no: at + 1 })),
    ),
  )
}
/** Deals at stages of both ways: those that ended have their day, those that are lost their reason, the others perhaps a step. */
async function fillDeals(deals: Base['deals'], clientOf: (at: number) => string): Promise<void> {
  const { rows, lostReasons } = await app.as('owner').call(contract.funnel.pipelines)
  const stages = rows.flatMap((way) => way.stages.map((it) => ({ ...it, pipelineId: way.id })))
  const reasons = lostReasons.filter((it) => it.parentId !== null)
  const noStep = { step_kind: null, step_text: null, step_on: null, step_time: null }
  await write(
    'deal',
    deals.map(({ at, end, reason, lost_note, stage, step: planned, isOwned, ...it }) => {
      const fitting = stages.filter(({ kind }) => kind === end)
      const isLost = end === 'lost'
      const closed = end === 'open' ? null : '2026-06-01T07:15:30.123Z'
      return {
        ...it,
        client_id: clientOf(at),
        stage_id: fitting[stage % fitting.length]?.id,
        pipeline_id: fitting[stage % fitting.length]?.pipelineId,
        owner_id: isOwned ? app.as('rep').id : null,
        closed_at: closed,
        lost_reason_id: isLost ? reasons[reason % reasons.length]?.id : null,
        lost_note: isLost ? lost_note : null,
        ...(closed === null && planned ? planned : noStep),
        stage_entered_at: closed ?? it.created_at,
        rank: 'a',
        has_history: true,
        rev: 1,
        updated_at: it.created_at,
      }
    }),
  )
}
const same = { rev: 1, created_at: '2026-06-01T00:00:00Z', updated_at: '2026-06-01T00:00:00Z' }

const files = [
  ['clients', contract.clients.exportFile],
  ['contacts', contract.contacts.exportPeople],
  ['touches', contract.contacts.exportTouches],
  ['order-lines', contract.orders.exportLines],
  ['orders', contract.orders.exportFile],
  ['deals', contract.funnel.exportFile],
] as const

/** Everything as files, through HTTP, the archive apart. */
async function takeOut(choice: TableChoice): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const [kind, operation] of files) {
    const isOfClients = ['clients', 'contacts', 'touches'].includes(kind)
    for (const archived of isOfClients ? ['', 'only'] : ['']) {
      const query = new URLSearchParams({ ...choice, ...(archived && { archived }) })
      const reply = await app.gorn.app.inject({
        method: 'GET',
        url: `${(operation as Operation).path}?${query}`,
        headers: { cookie: app.as('owner').cookie },
      })
      expect(reply.statusCode).toBe(200)
      found.set(`${kind} ${archived}`.trim(), reply.rawPayload)
    }
  }
  return found
}

async function bring(kind: (typeof files)[number][0], bytes: Buffer) {
  const path = join(tmpdir(), `gorn-round-${randomUUID()}`)
  await writeFile(path, bytes)
  try {
    return await runImport(app.gorn.services, systemActor('cli'), {
      kind,
      path,
      fileName: 'x',
      map: {},
      dryRun: false,
    })
  } catch (error) {
    // A list of nobody has headers alone.
    if ((error as { code?: string }).code === 'noRows') return null
    throw error
  } finally {
    await rm(path)
  }
}

async function bringAll(exported: Map<string, Buffer>) {
  const reports = []
  for (const [kind] of files) {
    for (const [name, bytes] of exported)
      if (name.split(' ')[0] === kind) reports.push(await bring(kind, bytes))
  }
  return reports.filter((it) => it !== null)
}

const formats: TableChoice[] = [
  { delimiter: 'semicolon' },
  { delimiter: 'tab' },
  { delimiter: 'comma', encoding: 'windows-1251' },
  { format: 'xlsx' },
]
const language = fc.constantFrom('ru' as const, 'en' as const)

describe('whatever a base holds', () => {
  test.each(formats)(
    'goes out as %j and comes back to an empty base as it was',
    { timeout: 600_000 },
    async (format) => {
      await fc.assert(
        fc.asyncProperty(base, language, async (made, spoken) => {
          const choice = { ...format, language: spoken }
          await empty()
          await fill(made)
          const first = await takeOut(choice)
          await empty()
          for (const report of await bringAll(first)) {
            expect(report).toMatchObject({ errors: 0, ambiguous: 0, skipped: 0 })
          }
          const again = await takeOut(choice)
          for (const [name, bytes] of first)
            expect([name, again.get(name)?.toString()]).toEqual([name, bytes.toString()])
          // To the base that it is of, it brings nothing.
          for (const report of await bringAll(first))
            expect(report).toMatchObject({ new: 0, updated: 0, errors: 0 })
        }),
        { numRuns: 1, endOnFailure: true },
      )
    },
  )
})
