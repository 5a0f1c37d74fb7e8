import { sql } from 'kysely'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import type { Role } from '#kernel/operation.ts'
import { importText } from '../support/import-text.ts'
import { type Caller, type TestApp, testApp } from '../support/test-app.ts'
import type { RecordOwner, RepVisibility, Viewer } from './rule.ts'

/** A client with all that belongs to it, whose texts occur nowhere else. */
export type Held = {
  key: string
  owner: RecordOwner
  ownerId: string | null
  clientId: string
  /** of the same owner, with the same phone */
  twinId: string
  name: string
  twinName: string
  tag: string
  phone: string
  personId: string
  personName: string
  touchId: string
  touchText: string
  dealId: string
  dealTitle: string
  dealAmountMinor: number
  playId: string
  orderId: string
  orderNumber: string
  amountMinor: number
  /** personal contact data */
  personal: string[]
}

export type Person = Viewer & { caller: Caller }

export type World = {
  app: TestApp
  people: Person[]
  person(role: Role): Person
  held: Held[]
  /** an order that is nobody's, seen by those who see everything */
  unassigned: { number: string; amountMinor: number }
  /** brought by nobody of these people */
  importId: string
  /** brought by the head, with all orders of the world */
  headImportId: string
  setting: RepVisibility
  setVisibility(setting: RepVisibility): Promise<void>
  /** the rev of a row as it is now */
  revOf(
    table: 'client' | 'contact_person' | 'touch' | 'sales_order' | 'deal' | 'urgency_play' | 'app_user',
    id: string,
  ): Promise<number>
  /** a stage of the first way by its preset */
  stageId(preset: string): Promise<string>
  /** one more client of the same owner, with a person, a touch, a deal and an order, for a probe that uses it up */
  fresh(record: Held): Promise<Fresh>
}
export type Fresh = { clientId: string; personId: string; touchId: string; dealId: string; orderId: string }

// Personal data is told by words that no name is like, so that a search that forgives typos cannot find it by the name.
const words = ['квинта', 'флокс', 'жмых', 'щёголь', 'эфедра'] as const
const latin = ['quinta', 'phlox', 'jmyh', 'shchegol', 'ephedra'] as const

export const INN = '7707083893'

async function makePeople(app: TestApp) {
  const owner = app.as('owner')
  const { rows } = await owner.call(contract.team.listTeams)
  const north = rows[0]?.id ?? ''
  const south = (await owner.call(contract.team.addTeam, { body: { name: 'Юг' } })).id
  const mate = await app.addPerson('rep', north)
  const stranger = await app.addPerson('rep', south)
  const viewer = (role: Role, teamId: string | null, headedTeamIds: string[]): Person => ({
    role,
    id: app.as(role).id,
    teamId,
    headedTeamIds,
    caller: app.as(role),
  })
  const people = [
    viewer('owner', null, []),
    viewer('head', null, [north]),
    viewer('rep', north, []),
    viewer('marketer', null, []),
    viewer('observer', null, []),
  ]
  const owners: [string, RecordOwner][] = [
    ['rep', { id: app.as('rep').id, teamId: north }],
    ['mate', { id: mate.id, teamId: north }],
    ['head', { id: app.as('head').id, teamId: null }],
    ['stranger', { id: stranger.id, teamId: south }],
    ['nobody', null],
  ]
  return { people, owners }
}

async function makeHeld(app: TestApp, key: string, owner: RecordOwner, at: number): Promise<Held> {
  const caller = app.as('owner')
  const phone = `+7 495 100-00-1${at}`
  const name = `Рога ${key}`
  const email = `${latin[at]}@mail.example`
  const client = await caller.call(contract.clients.create, {
    body: {
      name,
      inn: INN,
      phone,
      email,
      externalId: `code-${key}`,
      tags: [`tag ${key}`],
      ownerId: owner?.id ?? null,
    },
  })
  const twin = await caller.call(contract.clients.create, {
    body: { name: `Копыта ${key}`, phone, ownerId: owner?.id ?? null },
  })
  const person = await caller.call(contract.contacts.addPerson, {
    params: { id: client.id },
    body: {
      name: `Тётушка ${words[at]}`,
      phones: [`+7 495 200-00-1${at}`],
      emails: [`own-${latin[at]}@mail.example`],
      note: `Любит ${words[at]}`,
    },
  })
  const touch = await caller.call(contract.contacts.addTouch, {
    params: { id: client.id },
    body: {
      kind: 'call',
      text: `Обсудили ${words[at]}`,
      contactId: person.id,
      dossier: {
        facts: [{ field: 'pain', value: `Нужен ${words[at]}`, source: `Сказал ${words[at]}` }],
        waiver: `Просит ${words[at]}`,
      },
    },
  })
  const deal = await caller.call(contract.funnel.create, {
    body: { clientId: client.id, title: `Сделка ${key}`, source: 'Выставка', amountMinor: 10_00 * 2 ** at },
  })
  const evidence = `Срочно нужен ${words[at]}`
  await caller.call(contract.leads.answer, {
    params: { id: deal.id },
    body: { question: 'need', value: 'yes', source: 'client', evidence },
  })
  const { plays } = await caller.call(contract.leads.startPlay, {
    params: { id: deal.id },
    body: { kind: 'promotion', terms: `Скидка на ${words[at]}`, validUntil: '2126-06-12' },
  })
  return {
    key,
    owner,
    ownerId: owner?.id ?? null,
    clientId: client.id,
    twinId: twin.id,
    name,
    twinName: `Копыта ${key}`,
    tag: `tag ${key}`,
    phone: client.phone ?? '',
    personId: person.id,
    personName: person.name,
    touchId: touch.id,
    touchText: touch.text,
    dealId: deal.id,
    dealTitle: deal.title,
    dealAmountMinor: deal.amountMinor ?? 0,
    playId: plays[0]?.id ?? '',
    orderId: '',
    orderNumber: `number-${key}`,
    amountMinor: 100_00 * 2 ** at,
    personal: [
      client.phone ?? '',
      email,
      person.name,
      ...person.phones,
      ...person.emails,
      person.note ?? '',
      touch.text,
      evidence,
    ],
  }
}

// Orders come by an import, so that its rows are probed as well. Three order days each, the last long ago, so that all are late.
const days = ['2025-10-01', '2025-10-11', '2025-10-21']

async function importOrders(app: TestApp, held: Held[], unassigned: World['unassigned']): Promise<string> {
  const lines = held.flatMap(({ key, orderNumber, amountMinor }) =>
    days.map((day, at) =>
      [
        `${orderNumber}${at === 0 ? '' : `-${at}`}`,
        day,
        `code-${key}`,
        'Рог',
        1,
        at === 0 ? amountMinor / 100 : 0,
      ].join(';'),
    ),
  )
  const text = [
    'Номер;Дата;Код клиента;Товар;Количество;Цена',
    ...lines,
    [unassigned.number, days[0], '', 'Рог', 1, unassigned.amountMinor / 100].join(';'),
  ].join('\n')
  const report = await importText(app.gorn.services, 'order-lines', text)
  for (const record of held) {
    const order = await app.db
      .selectFrom('salesOrder')
      .select('id')
      .where('externalId', '=', record.orderNumber)
      .executeTakeFirstOrThrow()
    record.orderId = order.id
  }
  return report.importId
}

/** People of every role, and a record of each kind that belongs to the rep, a team mate, the head, a stranger and nobody. */
export async function makeWorld(): Promise<World> {
  const app = await testApp()
  const { people, owners } = await makePeople(app)
  const held: Held[] = []
  for (const [at, [key, owner]] of owners.entries()) held.push(await makeHeld(app, key, owner, at))
  const unassigned = { number: 'number-unassigned', amountMinor: 100_00 * 2 ** owners.length }
  const headImportId = await importOrders(app, held, unassigned)
  const { importId } = await importText(
    app.gorn.services,
    'clients',
    `Код;Клиент\ncode-${held[0]?.key};${held[0]?.name}`,
  )
  const headId = app.as('head').id
  await app.db.updateTable('importRun').set({ createdBy: headId }).where('id', '=', headImportId).execute()
  await app.runJobs()
  const world: World = {
    app,
    people,
    person: (role) => people.find((it) => it.role === role) as Person,
    held,
    unassigned,
    importId,
    headImportId,
    setting: 'own',
    async setVisibility(setting) {
      await app.db.updateTable('workspace').set({ repVisibility: setting }).execute()
      world.setting = setting
    },
    async revOf(table, id) {
      const found = await sql<{ rev: number }>`select rev from ${sql.table(table)} where id = ${id}`.execute(
        app.db,
      )
      return found.rows[0]?.rev ?? 0
    },
    async stageId(preset) {
      const found = await sql<{ id: string }>`
        select s.id from stage s join pipeline p on p.id = s.pipeline_id where s.preset = ${preset} and p.preset = 'b2b'`.execute(
        app.db,
      )
      return found.rows[0]?.id ?? ''
    },
    fresh: (record) => makeFresh(app, record),
  }
  return world
}

async function makeFresh({ db }: TestApp, { ownerId }: Held): Promise<Fresh> {
  const [clientId, personId, touchId, dealId, orderId] = [newId(), newId(), newId(), newId(), newId()]
  await sql`
    with k as (insert into client (id, name, name_key, owner_id) values (${clientId}, 'Свежий', 'свежий', ${ownerId})),
      p as (insert into contact_person (id, client_id, name) values (${personId}, ${clientId}, 'Свежее лицо')),
      t as (insert into touch (id, client_id, kind, happened_at, text)
        values (${touchId}, ${clientId}, 'note', now(), 'Свежее')),
      d as (insert into deal (id, client_id, title, owner_id, pipeline_id, stage_id, rank, stage_entered_at)
        select ${dealId}, ${clientId}, 'Свежая', ${ownerId}, s.pipeline_id, s.id, 'a0', now() from stage s
        where s.preset = 'asked' order by s.norm_days desc limit 1 returning id, stage_id),
      e as (insert into stage_event (id, deal_id, at, to_stage_id)
        select new_id(), id, '2026-06-12T09:00:00Z', stage_id from d)
    insert into sales_order (id, source, external_id, client_id, ordered_at, ordered_on, amount_minor, status)
    values (${orderId}, 'hand', ${orderId}, ${clientId}, '2025-10-01', '2025-10-01', 0, 'placed')`.execute(db)
  return { clientId, personId, touchId, dealId, orderId }
}
