import { expect, type Locator } from '@playwright/test'
import { generateNKeysBetween } from 'fractional-indexing'
import pg from 'pg'
import { test } from '../../support/story.ts'

const CARDS = 5000
const MOST_NODES = 100

/** The database of the demo company, for what no one adds by hand. */
async function openBase(): Promise<pg.Client> {
  const socket = `${process.env['GORN_TEST_DEMO_FOLDER']}/postgres/run`
  const client = new pg.Client({ host: socket, user: 'gorn', database: 'gorn' })
  await client.connect()
  return client
}

test('five thousand cards in a column and many more beside: few are drawn, a move writes one deal', async ({
  page,
  request,
}) => {
  const stage = (kind: string, name: string) => ({ kind, name, normDays: null, requires: [] })
  const stages = [stage('open', 'Склад'), stage('open', 'Отбор'), stage('won', 'Да'), stage('lost', 'Нет')]
  const added = await request.post('/api/pipelines', { data: { name: 'Очень много', stages } })
  const way = (await added.json()) as { id: string; stages: { id: string }[] }
  const [from = '', to = '', won = ''] = way.stages.map(({ id }) => id)
  const base = await openBase()
  await base.query(
    `insert into deal (id, client_id, title, amount_minor, pipeline_id, stage_id, rank, stage_entered_at, has_history, closed_at)
     select new_id(), (select id from client order by id limit 1), 'Партия ' || n, 100 * n, $1,
       case when n <= $2 then $3::uuid else $4::uuid end, coalesce(($5::text[])[n], 'a0'), now(), false, case when n > $2 then now() end
     from generate_series(1, $2 * 3) n`,
    [way.id, CARDS, from, won, generateNKeysBetween(null, null, CARDS)],
  )
  const { rows: before } = await base.query<{ rev: string }>('select max(rev) as rev from deal')
  const board = async () => {
    const answer = await request.get(`/api/board?pipelineId=${way.id}`)
    const { columns } = (await answer.json()) as {
      columns: { stageId: string; count: number; sumMinor: number }[]
    }
    return [from, to].map((id) => {
      const { count, sumMinor } = columns.find(({ stageId }) => stageId === id) ?? { count: -1, sumMinor: -1 }
      return { count, sumMinor }
    })
  }
  const all = (CARDS * (CARDS + 1) * 100) / 2
  expect(await board()).toEqual([
    { count: CARDS, sumMinor: all },
    { count: 0, sumMinor: 0 },
  ])

  await page.goto(`/deals?pipelineId=${way.id}`)
  const column = (name: string): Locator => page.locator('.g-board').getByRole('region', { name })
  const scroller = column('Склад').locator('.g-col-cards')
  const cards = page.locator('[data-deal]')
  const fewNodes = async (): Promise<void> => {
    await expect(cards.first()).toBeVisible()
    expect(await cards.count()).toBeLessThanOrEqual(MOST_NODES)
  }
  const card = (number: number): Locator =>
    column('Склад')
      .getByRole('listitem')
      .filter({ hasText: new RegExp(`Партия ${number}(?!\\d)`) })

  await test.step('at the top, in the middle and at the end', async () => {
    await expect(card(1)).toBeVisible()
    await fewNodes()
    for (const number of [CARDS / 2, CARDS]) {
      // Each look at the end brings the next page; what is asked for stands at a known height.
      await expect(async () => {
        await scroller.evaluate((list, at) => list.scrollTo({ top: at * 124 }), number - 3)
        await expect(card(number)).toBeVisible({ timeout: 100 })
      }).toPass()
      await fewNodes()
    }
    await expect(card(CARDS)).toHaveAttribute('aria-posinset', String(CARDS))
  })

  await test.step('what others change is heard of down there', async () => {
    const { rows } = await base.query<{ id: string; rev: string }>(
      `select id, rev from deal where stage_id = $1 and title = $2`,
      [from, `Партия ${CARDS - 1}`],
    )
    const [deal] = rows
    const data = { rev: Number(deal?.rev), title: `Партия ${CARDS - 1}, срочно` }
    await request.patch(`/api/deals/${deal?.id}`, { data })
    await expect(card(CARDS - 1)).toContainText('срочно')
  })

  await test.step('a move by keys and a move by pointer', async () => {
    await card(CARDS).getByRole('link').focus()
    await page.keyboard.press('BracketRight')
    await expect(column('Отбор').getByRole('article')).toHaveCount(1)
    await card(CARDS - 2).dragTo(column('Отбор'), { targetPosition: { x: 100, y: 200 } })
    await expect(column('Отбор').getByRole('article')).toHaveCount(2)
    await fewNodes()
    const moved = (2 * CARDS - 2) * 100
    await expect.poll(board).toEqual([
      { count: CARDS - 2, sumMinor: all - moved },
      { count: 2, sumMinor: moved },
    ])
    await expect(column('Склад').getByRole('link', { name: /Списком/ })).toContainText('4 998')
  })
  // One renamed and two moved: three deals written, no column numbered anew.
  const { rows } = await base.query<{ written: number }>(
    'select count(*)::int as written from deal where pipeline_id = $1 and rev > $2',
    [way.id, before[0]?.rev],
  )
  expect(rows[0]?.written).toBe(3)
  await base.end()
})
