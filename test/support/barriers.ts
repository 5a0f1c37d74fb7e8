import type { Page } from '@playwright/test'
import axe from 'axe-core'

type Axe = { run(of: Document, options: axe.RunOptions): Promise<axe.AxeResults> }

type Rules = { only?: string[] }

/** What axe finds on the page as it stands, a line for each place; nothing where nobody is kept out. */
export async function findBarriers(page: Page, rules?: Rules): Promise<string[]> {
  // Through the debugger, past the policy of the page; its frames are none, so that one run sees all.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async ({ only }) => {
    const { axe: here } = globalThis as unknown as { axe: Axe }
    const { violations } = await here.run(document, {
      resultTypes: ['violations'],
      ...(only && { runOnly: only }),
    })
    return violations.flatMap((it) =>
      it.nodes.map((node) => `${it.id} ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
    )
  }, rules ?? {})
}
