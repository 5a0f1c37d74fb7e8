import type { Gorn } from '#compose.ts'
import { addDays, dayOf } from '#kernel/days.ts'
import { seeded } from './random.ts'
import type { Page } from './pages.ts'

/** The pages of the funnel and of the day, on whatever deals the base has. */
export async function funnelPagesOf({ connection: { pool } }: Gorn): Promise<Page[]> {
  const { rows: stages } = await pool.query<{ id: string; pipeline: string }>(
    `select s.id, s.pipeline_id as pipeline from stage s join pipeline p on p.id = s.pipeline_id
     where p.preset = 'b2b' and s.kind = 'open' order by s.place`,
  )
  const { rows: deals } = await pool.query<{ id: string }>('select id from deal order by random() limit 200')
  const { rows: deep } = await pool.query<{ cursor: string }>(
    `select rank || ' ' || id as cursor from deal where stage_id = $1 order by rank, id offset 3000 limit 1`,
    [stages[0]?.id],
  )
  const random = seeded(5)
  const pipeline = stages[0]?.pipeline ?? ''
  const today = dayOf(new Date(), 'Europe/Moscow')
  const page = (name: string, ...paths: string[]): Page => ({ name, who: 'owner', paths: () => paths })
  const cohort = (days: number): string => `pipelineId=${pipeline}&from=${addDays(today, -days)}&to=${today}`
  const cursor = encodeURIComponent(deep[0]?.cursor ?? '')
  return [
    page('board', '/api/board'),
    page('board: the 3,000th card of a column', `/api/board/${stages[0]?.id}?cursor=${cursor}`),
    page('list of deals', '/api/deals?state=open'),
    page('list of deals by grade', '/api/deals?state=open&sort=grade'),
    page('list of deals that are won', '/api/deals?state=won'),
    page('conversion of a month', `/api/conversion?${cohort(30)}`),
    page('conversion of a quarter', `/api/conversion?${cohort(91)}`),
    page('conversion of a year', `/api/conversion?${cohort(365)}`),
    ...(['rep', 'source', 'month', 'class', 'grade'] as const).map((by) =>
      page(`conversion of a quarter by ${by}`, `/api/conversion/breakdown?${cohort(91)}&by=${by}`),
    ),
    page(
      'deals behind a figure of a quarter',
      `/api/conversion/deals?${cohort(91)}&figure=lost&stageId=${stages[3]?.id}`,
    ),
    page('why deals were lost in a quarter', `/api/conversion/lost-reasons?${cohort(91)}`),
    page('time at each stage in a month', `/api/conversion/stage-times?${cohort(30)}`),
    page('time at each stage in a quarter', `/api/conversion/stage-times?${cohort(91)}`),
    page('open deals and what they will bring', `/api/conversion/today?pipelineId=${pipeline}`),
    { name: 'Today of a rep', who: 'rep', paths: () => ['/api/today'] },
    page('load of the team', '/api/today/team'),
    {
      name: 'deal page (three requests at once)',
      who: 'owner',
      paths: () => {
        const id = deals[random.below(deals.length)]?.id ?? ''
        return [`/api/deals/${id}`, `/api/deals/${id}/lead`, '/api/pipelines']
      },
    },
  ]
}
