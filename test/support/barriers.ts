import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, type Locator, type Page } from '@playwright/test'
import type axe from 'axe-core'

// Half as long as what the package gives by its name: each page that is looked at reads it.
const source = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

type Axe = { run(of: Document, options: axe.RunOptions): Promise<axe.AxeResults> }

type Look = {
  /** rules to look by; all when absent */
  only?: string[] | undefined
  /** what the step before has opened; it comes later than the key or the click that asked for it */
  opened?: Locator | undefined
}

/** A dialog that says what it is: it is mounted before its name is. */
export const namedDialog = (page: Page): Locator => page.getByRole('dialog', { name: /\S/ })

/** Waits until what is to be looked at stands: drawn, filled, what was opened there and each dialog named. */
export async function settle(page: Page, opened?: Locator): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible()
  if (opened) await expect(opened).toBeVisible()
  await expect(page.locator('.g-skeleton')).toHaveCount(0)
  await expect(page.locator('[role=dialog]:not([aria-labelledby], [aria-label])')).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready)
}

/** What axe finds on the page once it stands, a line for each place; nothing where nobody is kept out. */
export async function findBarriers(page: Page, { only, opened }: Look = {}): Promise<string[]> {
  await settle(page, opened)
  // Through the debugger, past the policy of the page; its frames are none, so that one run sees all.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  return page.evaluate(async (rules) => {
    const { axe: here } = globalThis as unknown as { axe: Axe }
    const { violations } = await here.run(document, {
      resultTypes: ['violations'],
      ...(rules && { runOnly: rules }),
    })
    return violations.flatMap((it) =>
      it.nodes.map((node) => `${it.id} ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
    )
  }, only ?? null)
}
