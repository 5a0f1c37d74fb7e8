import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test'
import { findBarriers, namedDialog, settle } from '../../support/barriers.ts'
import { go } from '../../support/go.ts'
import { ownerState, readerState } from '../../support/people.ts'
import { test } from '../../support/story.ts'

// Each look is a story of its own that changes nothing.
test.describe.configure({ mode: 'parallel' })

const at = (place: string, found: string[]): string[] => found.map((it) => `${place}: ${it}`)

// GORN_SHOTS=<folder> keeps what was looked at.
async function keepShot(page: Page, name: string): Promise<void> {
  const folder = process.env['GORN_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

const isPhone = (page: Page): boolean => page.viewportSize()?.width === 390

type Shown = { id: string; name: string }
/** What an act opens comes later than the act: without `opens` beside it, the page before might be looked at. */
type Act = { act?: (page: Page) => Promise<unknown>; opens: (page: Page) => Locator }
type Stop = { name: string; path: string } & (Act | { act?: never; opens?: never })

/** A deal to look at; the first look of all brings it. */
async function findDeal(request: APIRequestContext, clientId: string): Promise<string> {
  type Deal = { id: string }
  const { rows } = (await (await request.get('/api/deals?state=open')).json()) as { rows: Deal[] }
  if (rows[0]) return rows[0].id
  const data = { title: 'Есть на что смотреть', clientId, amountMinor: 12_500_000 }
  return ((await (await request.post('/api/deals', { data })).json()) as Deal).id
}

// What lies over a list is looked at over one row: the rows are looked at in the list itself.
const stops = ({ id, name }: Shown, dealId: string): Stop[] => [
  { name: 'today', path: '/today' },
  { name: 'list', path: '/clients' },
  {
    name: 'conditions',
    path: `/clients?classes=A&text=${encodeURIComponent(name)}`,
    act: (page) => page.keyboard.press('f'),
    opens: namedDialog,
  },
  { name: 'nobody', path: '/clients?text=qqqqqqqq' },
  { name: 'archive', path: '/clients?archived=only' },
  { name: 'new client', path: `/clients?add=true&text=${encodeURIComponent(name)}`, opens: namedDialog },
  {
    name: 'evidence',
    path: `/clients?text=${encodeURIComponent(name)}`,
    act: (page) => page.locator('button.g-figure').first().click(),
    opens: namedDialog,
  },
  { name: 'palette', path: '/clients/late', act: (page) => page.keyboard.press('/'), opens: namedDialog },
  { name: 'keys', path: '/clients/late', act: (page) => page.keyboard.press('?'), opens: namedDialog },
  {
    name: 'matrix',
    path: '/clients/matrix',
    act: (page) => page.locator('.g-cell').first().click(),
    opens: (page) => page.locator('section.g-cell-panel table'),
  },
  { name: 'late', path: '/clients/late' },
  { name: 'moves', path: '/clients/moves' },
  { name: 'duplicates', path: '/clients/duplicates' },
  {
    name: 'rfm',
    path: '/clients/rfm',
    act: (page) => page.locator('.g-rfm button').first().click(),
    opens: (page) => page.locator('aside.g-side h2'),
  },
  { name: 'client', path: `/clients/${id}` },
  { name: 'dossier on one page', path: `/clients/${id}/dossier/print` },
  {
    name: 'chosen deals',
    path: '/deals?view=list',
    // A phone has no choice of many.
    act: (page) => (isPhone(page) ? Promise.resolve() : page.getByRole('checkbox').first().check()),
    opens: (page) => (isPhone(page) ? page.locator('h1') : page.locator('.g-selection')),
  },
  { name: 'results', path: '/funnel?view=results' },
  { name: 'board', path: '/deals' },
  { name: 'deals', path: '/deals?view=list' },
  { name: 'funnel', path: '/funnel' },
  {
    name: 'lead report',
    path: '/leads/report',
    act: (page) => page.locator('.g-split button.g-figure').first().click(),
    opens: namedDialog,
  },
  { name: 'nurture', path: '/leads/nurture' },
  {
    name: 'stages',
    path: `/deals/${dealId}`,
    act: (page) => page.keyboard.press('m'),
    opens: namedDialog,
  },
  {
    name: 'lost deal',
    path: `/deals/${dealId}`,
    act: (page) => page.keyboard.press('Shift+w'),
    opens: namedDialog,
  },
  { name: 'deal', path: `/deals/${dealId}` },
  { name: 'imports', path: '/imports' },
  {
    name: 'import',
    path: '/imports',
    act: (page) => page.getByRole('link', { name: 'demo-orders.csv' }).click(),
    opens: (page) => page.locator('.g-steps'),
  },
  { name: 'quick add', path: '/today', act: (page) => page.keyboard.press('q'), opens: namedDialog },
  { name: 'forms', path: '/settings?tab=forms' },
  { name: 'my settings', path: '/settings' },
  { name: 'people', path: '/settings?tab=people' },
  { name: 'company', path: '/settings?tab=workspace' },
  { name: 'classes', path: '/settings?tab=classes' },
  { name: 'pipelines', path: '/settings?tab=pipelines' },
  {
    name: 'stages of a way',
    path: '/settings?tab=pipelines',
    act: (page) => page.locator('main section .g-spread button').first().click(),
    opens: namedDialog,
  },
  {
    name: 'reasons of losses',
    path: '/settings?tab=pipelines',
    act: (page) => page.locator('main section:has(> .g-reasons) .g-spread button').click(),
    opens: namedDialog,
  },
  { name: 'lead settings', path: '/settings?tab=leads' },
  { name: 'dossier settings', path: '/settings?tab=dossier' },
  { name: 'rights', path: '/settings?tab=rights' },
  { name: 'own fields', path: '/settings?tab=fields' },
  { name: 'register of companies', path: '/settings?tab=integrations' },
  { name: 'webhooks', path: '/settings?tab=webhooks' },
  { name: 'tokens', path: '/settings?tab=api' },
  { name: 'backups', path: '/settings?tab=backups' },
  { name: 'api', path: '/api-docs' },
  {
    name: 'history',
    path: '/settings?tab=history',
    act: (page) => page.locator('main table button.g-link').first().click(),
    opens: namedDialog,
  },
]

const overlays = new Set([
  'conditions',
  'nobody',
  'new client',
  'palette',
  'keys',
  'evidence',
  'stages',
  'lost deal',
  'stages of a way',
  'reasons of losses',
])

// Another language is other words in the same frame: what they name, and how much room they take.
const wordRules = [
  'cat.forms',
  'cat.language',
  'cat.name-role-value',
  'cat.sensory-and-visual-cues',
  'cat.text-alternatives',
]

const looks = [
  { language: 'ru', state: ownerState, width: 1440, first: 'light', second: 'dark' },
  { language: 'en', state: readerState, width: 1440, first: 'dark', second: null },
  { language: 'ru', state: ownerState, width: 390, first: 'dark', second: null },
] as const

for (const { language, state, width, first, second } of looks) {
  test.describe(`${language}, ${width} px`, () => {
    test.use({ storageState: state, viewport: { width, height: width > 400 ? 900 : 844 } })

    test('no screen has a barrier, light or dark', async ({ page, request }) => {
      test.setTimeout(600_000)
      const { rows } = (await (await request.get('/api/clients?limit=1')).json()) as {
        rows: Shown[]
      }
      const found: string[] = []
      // What lies over a screen is the same on a phone and in another language.
      const client = rows[0] ?? { id: '', name: '' }
      const shown = stops(client, await findDeal(request, client.id)).filter(
        ({ name }) => second !== null || !overlays.has(name),
      )
      for (const [place, { name, path, act, opens }] of shown.entries()) {
        await page.emulateMedia({ colorScheme: first, reducedMotion: 'reduce' })
        // The application is started once: a start a stop takes twice the time of all the looking.
        await (place === 0 ? page.goto(path) : go(page, path))
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', first)
        await settle(page)
        await act?.(page)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        const opened = opens?.(page)
        const only = language === 'en' ? wordRules : undefined
        found.push(...at(`${name}, ${first}`, await findBarriers(page, { only, opened })))
        await keepShot(page, `${name}-${language}-${first}-${width}`)
        // Only colours differ in the other scheme, and not by language.
        if (second) {
          await page.emulateMedia({ colorScheme: second, reducedMotion: 'reduce' })
          await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', second)
          found.push(...at(`${name}, ${second}`, await findBarriers(page, { only: ['color-contrast'] })))
          await keepShot(page, `${name}-${language}-${second}-${width}`)
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (overflow > 0) found.push(`${name}: ${overflow} px wider than the window`)
        if (opens === namedDialog) {
          await page.keyboard.press('Escape')
          await expect(page.getByRole('dialog')).toHaveCount(0)
        }
      }
      expect(found).toEqual([])
    })
  })
}

test.describe('outside', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('the doors have no barrier', async ({ page }) => {
    const found: string[] = []
    for (const path of ['/sign-in', '/set-password?token=none']) {
      await page.goto(path)
      found.push(...at(path, await findBarriers(page)))
    }
    expect(found).toEqual([])
  })
})

test('a script that the page did not bring is refused, and the stories would hear of it', async ({
  page,
  policy,
  browser,
}) => {
  const other = await (await browser.newContext()).newPage()
  for (const seen of [page, other]) {
    await seen.goto('/clients')
    await seen.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken"'
      document.body.append(script)
    })
    await expect.poll(() => policy.length).toBeGreaterThan(0)
    await expect(seen).not.toHaveTitle('taken')
    policy.length = 0
  }
})
