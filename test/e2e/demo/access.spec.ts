import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { ownerState, readerState } from '../../support/people.ts'

/** What axe finds on the page as it stands, a line each. */
async function findViolations(page: Page, place: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap((it) =>
    it.nodes.map((node) => `${place}: ${it.id} ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
  )
}

async function settle(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible()
  await expect(page.locator('.g-skeleton')).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready)
}

type Stop = { name: string; path: string; act?: (page: Page) => Promise<unknown> }

const stops = (clientId: string): Stop[] => [
  { name: 'list', path: '/clients' },
  { name: 'conditions', path: '/clients?classes=A&text=о', act: (page) => page.keyboard.press('f') },
  { name: 'nobody', path: '/clients?text=qqqqqqqq' },
  { name: 'new client', path: '/clients?add=true' },
  { name: 'evidence', path: '/clients', act: (page) => page.locator('button.g-figure').first().click() },
  { name: 'palette', path: '/clients', act: (page) => page.keyboard.press('/') },
  { name: 'keys', path: '/clients', act: (page) => page.keyboard.press('?') },
  { name: 'matrix', path: '/clients/matrix', act: (page) => page.locator('.g-cell').first().click() },
  { name: 'late', path: '/clients/late' },
  { name: 'moves', path: '/clients/moves' },
  { name: 'rfm', path: '/clients/rfm', act: (page) => page.locator('.g-rfm button').first().click() },
  { name: 'client', path: `/clients/${clientId}` },
  { name: 'imports', path: '/imports' },
  {
    name: 'import',
    path: '/imports',
    act: (page) => page.getByRole('link', { name: 'demo-orders.csv' }).click(),
  },
  { name: 'my settings', path: '/settings' },
  { name: 'people', path: '/settings?tab=people' },
  { name: 'company', path: '/settings?tab=workspace' },
  { name: 'classes', path: '/settings?tab=classes' },
]

const looks = [
  { language: 'ru', theme: 'light', state: ownerState, width: 1440 },
  { language: 'ru', theme: 'dark', state: ownerState, width: 1440 },
  { language: 'en', theme: 'light', state: readerState, width: 1440 },
  { language: 'en', theme: 'dark', state: readerState, width: 1440 },
  { language: 'ru', theme: 'light', state: ownerState, width: 390 },
  { language: 'en', theme: 'dark', state: readerState, width: 390 },
] as const

for (const { language, theme, state, width } of looks) {
  test.describe(`${language}, ${theme}, ${width} px`, () => {
    test.use({
      storageState: state,
      colorScheme: theme,
      viewport: { width, height: width > 400 ? 900 : 844 },
    })

    test('no screen has a barrier', async ({ page, request }) => {
      test.setTimeout(180_000)
      const { rows } = (await (await request.get('/api/clients?limit=1')).json()) as {
        rows: { id: string }[]
      }
      const found: string[] = []
      for (const stop of stops(rows[0]?.id ?? '')) {
        await page.goto(stop.path)
        await settle(page)
        await stop.act?.(page)
        await settle(page)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        found.push(...(await findViolations(page, stop.name)))
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (overflow > 0) found.push(`${stop.name}: ${overflow} px wider than the window`)
        if (process.env['GORN_SHOTS'])
          await page.screenshot({
            path: `${process.env['GORN_SHOTS']}/${stop.name}-${language}-${theme}-${width}.png`,
          })
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
      await settle(page)
      found.push(...(await findViolations(page, path)))
    }
    expect(found).toEqual([])
  })
})
