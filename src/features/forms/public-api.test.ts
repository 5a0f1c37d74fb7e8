import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { LeadForm } from './contract.ts'

const { forms, funnel, contacts, history, leads } = contract
const SITE = 'https://shop.example'

let app: TestApp
let form: LeadForm
let minute = 0
beforeAll(async () => {
  app = await testApp()
  form = await addForm()
})
afterAll(() => app.close())

async function addForm(change: object = {}): Promise<LeadForm> {
  const found = await sql<{ id: string }>`select id from pipeline order by place limit 1`.execute(app.db)
  return app.as('head').call(forms.add, {
    body: {
      name: 'Сайт',
      language: 'ru',
      pipelineId: found.rows[0]?.id ?? '',
      source: null,
      ownerIds: [app.as('rep').id],
      origins: [`${SITE}/contacts`],
      fields: ['name', 'phone', 'want'],
      consentText: 'Согласен на обработку',
      consentUrl: null,
      ...change,
    },
  })
}

// Every story has minutes of its own, so that the limits of one do not count for another.
const later = (seconds: number): void => {
  minute += seconds
  app.clock.set(new Date(Date.parse('2026-06-12T09:00:00Z') + minute * 1000).toISOString())
}
const markOf = async (of = form): Promise<string> => {
  const { body } = await app.gorn.app.inject({ url: `/form/${of.token}/script.js` })
  return /var mark = "([^"]+)"/.exec(body)?.[1] ?? ''
}

type Post = { said: Record<string, string>; headers?: Record<string, string>; from?: string; of?: LeadForm }
const post = ({ said, headers = {}, from = '198.51.100.7', of = form }: Post) =>
  app.gorn.app.inject({
    method: 'POST',
    url: `/form/${of.token}`,
    remoteAddress: from,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: SITE,
      accept: 'application/json',
      ...headers,
    },
    payload: new URLSearchParams({ consent: 'yes', ...said }).toString(),
  })
const fill = async (said: Record<string, string>, more: Partial<Post> = {}) => {
  const mark = await markOf(more.of)
  later(60)
  return post({ said: { mark, ...said }, ...more })
}
const deals = () => app.as('owner').call(funnel.list, {})
const held = (of = form) => app.as('head').call(forms.quarantine, { query: { formId: of.id } })

describe('a form filled in', () => {
  test('is a lead of the person it names, due now, with what was said and the consent', async () => {
    const answer = await fill({
      name: 'Анна',
      phone: '8 916 111-00-01',
      want: '200 кружек',
      page: `${SITE}/mugs`,
    })
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, SITE])
    expect(Object.keys(answer.json())).toEqual(['mark'])
    const [deal] = (await deals()).rows
    expect(deal).toMatchObject({
      title: '200 кружек',
      clientName: 'Анна',
      ownerId: app.as('rep').id,
      step: { kind: 'call', on: '2026-06-12' },
    })
    const today = await app.as('rep').call(leads.today)
    expect(today.rows.map((it) => [it.part, it.deal?.id])).toContainEqual(['step', deal?.id])
    const line = JSON.stringify(
      await app.as('rep').call(contacts.timeline, { params: { id: deal?.clientId ?? '' } }),
    )
    for (const word of ['С формы «Сайт»', '200 кружек', `${SITE}/mugs`, 'редакция 1'])
      expect(line).toContain(word)
    const kept =
      await sql`select state, consent_version from form_submission where deal_id = ${deal?.id}`.execute(
        app.db,
      )
    expect(kept.rows).toEqual([{ state: 'lead', consentVersion: 1 }])
  })

  test('twice is one; more from the same person goes to the same untouched lead; after it moved, to a new one', async () => {
    const said = { name: 'Борис', phone: '+7 916 111-00-02', want: 'Ремонт' }
    await Promise.all([fill(said), fill(said)])
    await fill(said)
    const mine = async () => (await deals()).rows.filter((it) => it.clientName === 'Борис')
    expect(await mine()).toHaveLength(1)
    await fill({ ...said, want: 'И ещё доставка' })
    const [deal] = await mine()
    expect(await mine()).toHaveLength(1)
    const line = await app.as('rep').call(contacts.timeline, { params: { id: deal?.clientId ?? '' } })
    expect(JSON.stringify(line)).toContain('И ещё доставка')
    const { rows } = await app.as('rep').call(funnel.pipelines)
    const stageId = rows[0]?.stages[1]?.id ?? ''
    const { rev } = (await mine())[0] ?? { rev: 0 }
    await app.as('rep').call(funnel.move, { params: { id: deal?.id ?? '' }, body: { rev, stageId } })
    await fill({ ...said, want: 'Новая машина' })
    expect((await mine()).map(({ title, clientId }) => [title, clientId])).toEqual([
      ['Новая машина', deal?.clientId],
      ['Ремонт', deal?.clientId],
    ])
  })

  test('goes to those who take turns, not to those who have left; a client’s own person comes first', async () => {
    const [one, two] = [await app.addPerson('rep'), await app.addPerson('rep')]
    const of = await addForm({ name: 'По очереди', ownerIds: [one.id, two.id] })
    const owners = new Map([
      [one.id, 'one'],
      [two.id, 'two'],
    ])
    const send = async (phone: string): Promise<string | undefined> => {
      const answer = await fill({ name: `Имя ${phone}`, phone, want: phone }, { of })
      expect(answer.statusCode).toBe(200)
      return owners.get((await deals()).rows[0]?.ownerId ?? '')
    }
    expect([await send('+79161110010'), await send('+79161110011'), await send('+79161110012')]).toEqual([
      'one',
      'two',
      'one',
    ])
    await sql`update app_user set deactivated_at = now() where id = ${two.id}`.execute(app.db)
    expect(await send('+79161110013')).toBe('one')
  })

  test('is not taken without a way to answer, without the consent, from another site or at an old address', async () => {
    const codeOf = async (sent: ReturnType<typeof fill>) => {
      const answer = await sent
      return [answer.statusCode, answer.json<{ error: { code: string } }>().error.code]
    }
    const said = { name: 'Вера', phone: '+7 916 111-00-03', want: 'чай' }
    const before = (await deals()).count
    expect(await codeOf(fill({ ...said, phone: '' }))).toEqual([422, 'contactMissing'])
    expect(await codeOf(fill({ ...said, phone: '12' }))).toEqual([422, 'badPhone'])
    expect(await codeOf(fill({ ...said, email: 'нет' }))).toEqual([422, 'badEmail'])
    expect(await codeOf(fill({ ...said, consent: '' }))).toEqual([422, 'consentMissing'])
    const foreign = await fill(said, { headers: { origin: 'https://other.example' } })
    expect(foreign.statusCode).toBe(403)
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
    expect(await codeOf(fill({ ...said, want: 'x'.repeat(6000) }))).toEqual([400, 'invalidInput'])
    expect((await fill({ ...said, want: 'x'.repeat(40_000) })).statusCode).toBe(413)
    const of = await addForm({ name: 'Старый адрес' })
    const renewed = await app.as('head').call(forms.renewToken, { params: { id: of.id } })
    expect((await post({ said, of })).statusCode).toBe(422)
    expect((await fill(said, { of: renewed })).statusCode).toBe(200)
    expect((await deals()).count).toBe(before + 1)
  })

  test('without scripts ends at a page of ours, in the language of the form; a fault is told there too', async () => {
    const headers = { accept: 'text/html', 'accept-language': 'ru' }
    later(60)
    const said = { name: 'Глеб', phone: '+7 916 111-00-04', want: 'мёд' }
    const sent = await post({ said, headers })
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `/form/${form.token}/thanks`])
    const thanks = await app.gorn.app.inject({ url: `/form/${form.token}/thanks` })
    expect(thanks.body).toContain('Спасибо, заявка у нас')
    const wrong = await post({ said: { ...said, phone: '1' }, headers })
    expect([wrong.statusCode, wrong.headers['content-type']]).toEqual([422, 'text/html; charset=utf-8'])
    expect(wrong.body).toContain('В телефоне ошибка')
    const page = await app.gorn.app.inject({ url: `/form/${form.token}` })
    expect(page.body).toContain(`<form action="/form/${form.token}"`)
    expect((await app.gorn.app.inject({ url: '/form/none' })).statusCode).toBe(404)
    expect((await deals()).rows[0]?.clientName).toBe('Глеб')
  })

  test('at a stage that asks for more than a form knows waits for somebody instead of being lost', async () => {
    const way = await app.as('owner').call(funnel.addPipeline, {
      body: {
        name: 'Строгая',
        stages: [
          { kind: 'open', name: 'С суммой', normDays: null, requires: ['amount'] },
          { kind: 'won', name: 'Да', normDays: null, requires: [] },
          { kind: 'lost', name: 'Нет', normDays: null, requires: [] },
        ],
      },
    })
    const of = await addForm({ name: 'Строгая', pipelineId: way.id })
    expect((await fill({ name: 'Дина', phone: '+7 916 111-00-05', want: 'сыр' }, { of })).statusCode).toBe(
      200,
    )
    expect((await held(of)).rows).toMatchObject([{ reasons: ['notMade'], said: { name: 'Дина' } }])
  })
})

describe('junk', () => {
  test('is kept back in silence; whoever looks makes a lead of it or throws it away, and both can be taken back', async () => {
    const before = (await deals()).count
    const trapped = await fill({
      name: 'Бот',
      phone: '+7 916 222-00-01',
      want: 'SEO',
      website: 'http://x.example',
    })
    const good = await fill({
      name: 'Ефим',
      phone: '+7 916 222-00-02',
      want: '<b>жирно</b> и www.site.example',
    })
    expect([trapped.statusCode, good.statusCode]).toEqual([200, 200])
    expect((await deals()).count).toBe(before)
    const { rows } = await held()
    const [efim, bot] = [
      rows.find((it) => it.said.name === 'Ефим'),
      rows.find((it) => it.said.name === 'Бот'),
    ]
    expect([efim?.reasons, bot?.reasons]).toEqual([['markup', 'links'], ['trap']])
    const made = await app.as('head').call(forms.accept, { params: { id: efim?.id ?? '' } })
    expect((await deals()).rows[0]).toMatchObject({ id: made.dealId, clientName: 'Ефим' })
    const again = await app.as('head').send(forms.accept, { params: { id: efim?.id ?? '' } })
    expect(again.status).toBe(404)
    const undone = await app.as('head').call(history.undo, { params: { id: made.unitId } })
    expect(undone.left).toBe(0)
    expect((await deals()).count).toBe(before)
    const dropped = await app.as('head').call(forms.drop, { body: { formId: form.id } })
    expect(dropped.count).toBe(2)
    expect((await held()).rows).toEqual([])
    await app.as('head').call(history.undo, { params: { id: dropped.unitId } })
    expect((await held()).rows).toHaveLength(2)
  })

  test('in floods is counted and kept within bounds, announces nothing, and an honest one comes through', async () => {
    const of = await addForm({ name: 'Под потоком' })
    const mark = await markOf(of)
    later(60)
    const eventsOf = async () => {
      const found = await sql<{ count: number }>`select count(*) as count from live_event`.execute(app.db)
      return found.rows[0]?.count
    }
    const before = [(await deals()).count, await eventsOf()]
    const statuses = await Promise.all(
      Array.from({ length: 300 }, async (_none, at) => {
        const said = {
          name: `Бот ${at}`,
          phone: `+7 916 333-${String(10_000 + at).slice(1, 3)}-${String(10_000 + at).slice(3)}`,
          want: `Казино ${at}`,
          website: 'x',
          mark,
        }
        // Ten machines, thirty posts each: eight of each are heard within a minute.
        return (await post({ said, of, from: `203.0.113.${at % 10}` })).statusCode
      }),
    )
    expect(statuses.filter((it) => it === 200)).toHaveLength(80)
    expect(statuses.filter((it) => it === 429)).toHaveLength(220)
    expect([(await deals()).count, await eventsOf()]).toEqual(before)
    const honest = await post({ said: { name: 'Зоя', phone: '+7 916 333-99-99', want: 'Пряники', mark }, of })
    expect(honest.statusCode).toBe(200)
    expect((await deals()).rows[0]?.clientName).toBe('Зоя')
    const shown = (await app.as('head').call(forms.list)).rows.find((it) => it.id === of.id)
    expect(shown).toMatchObject({ leads: 1, waiting: 80, heldBack: 300 })
    // Past the bound of an hour a piece of junk is told to come again, and counted once; a mistyped phone is none.
    await sql`update form_count set count = 1000 where form_id = ${of.id} and kind = 'quarantined'`.execute(
      app.db,
    )
    const over = await post({ said: { name: 'Ещё бот', website: 'x', mark }, of, from: '203.0.113.99' })
    const mistyped = await post({ said: { name: 'Яна', phone: '12', mark }, of, from: '203.0.113.98' })
    expect([over.statusCode, mistyped.statusCode]).toEqual([429, 422])
    const after = (await app.as('head').call(forms.list)).rows.find((it) => it.id === of.id)
    expect(after?.heldBack).toBe(1000 + 221)
    const first = await held(of)
    expect(first.rows).toHaveLength(50)
    const second = await app
      .as('head')
      .call(forms.quarantine, { query: { formId: of.id, cursor: first.nextCursor ?? '' } })
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(80)
  })

  test('goes after thirty days; leads and their consent stay', async () => {
    const count = async () =>
      (
        await sql<{ state: string; count: number }>`
        select state, count(*) as count from form_submission group by state order by state`.execute(app.db)
      ).rows
    const leadsBefore = (await count()).find((it) => it.state === 'lead')
    later(31 * 86_400)
    await sql`select graphile_worker.add_job('forms.forget')`.execute(app.db)
    await app.runJobs()
    expect(await count()).toEqual([leadsBefore])
  })
})

describe('the settings of a form', () => {
  test('sites are kept as browsers name them; what cannot be is refused in words', async () => {
    expect(form.origins).toEqual([SITE])
    const body = { rev: form.rev }
    const send = async (change: object) =>
      (await app.as('head').send(forms.update, { params: { id: form.id }, body: { ...body, ...change } }))
        .error
    expect(await send({ origins: ['не сайт'] })).toMatchObject({ code: 'badOrigin' })
    expect(await send({ consentUrl: 'javascript:alert(1)' })).toMatchObject({ code: 'badLink' })
    expect(await send({ fields: ['name', 'want'] })).toMatchObject({ code: 'contactNotAsked' })
    expect(await send({ ownerIds: [form.id] })).toMatchObject({ code: 'noSuchOwner' })
    expect(await send({ pipelineId: form.id })).toMatchObject({ code: 'notFound' })
    expect(await send({ rev: form.rev - 1, name: 'x' })).toMatchObject({ code: 'conflict' })
    expect((await app.as('rep').send(forms.list)).status).toBe(403)
  })

  test('each wording of the consent stays; edits and removals are taken back, the secret is in no history', async () => {
    const of = await addForm({ name: 'Согласие' })
    const params = { id: of.id }
    const edited = await app
      .as('head')
      .call(forms.update, { params, body: { rev: of.rev, consentText: 'Согласен иначе' } })
    await app.as('head').call(forms.update, { params, body: { rev: edited.rev, name: 'Имя' } })
    const versions =
      await sql`select version, text from form_consent where form_id = ${of.id} order by 1`.execute(app.db)
    expect(versions.rows).toEqual([
      { version: 1, text: 'Согласен на обработку' },
      { version: 2, text: 'Согласен иначе' },
    ])
    const removed = await app.as('head').call(forms.remove, { params })
    expect((await post({ said: { phone: '+79161110099' }, of })).statusCode).toBe(422)
    await app.as('head').call(history.undo, { params: { id: removed.unitId } })
    expect((await app.as('head').call(forms.list)).rows.map(({ id }) => id)).toContain(of.id)
    const told = await sql<{ all: string }>`
      select string_agg(coalesce(before::text, '') || coalesce(after::text, ''), '') as all from audit_log
      where entity = 'form'`.execute(app.db)
    expect(told.rows[0]?.all).not.toContain('secret')
  })
})
