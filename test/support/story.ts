import { test as base, type BrowserContext, expect } from '@playwright/test'

function hearPolicy(context: BrowserContext, refused: string[]): void {
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
  })
}

/**
 * A story in the browser; whatever it tells of, no page of it may break the policy, in whatever browser of its own it opens.
 */
export const test = base.extend<{ policy: string[] }>({
  policy: [
    async ({ context, browser }, use) => {
      const refused: string[] = []
      hearPolicy(context, refused)
      const onContext = (opened: BrowserContext): void => hearPolicy(opened, refused)
      browser.on('context', onContext)
      await use(refused)
      browser.off('context', onContext)
      expect(refused).toEqual([])
    },
    { auto: true },
  ],
})
