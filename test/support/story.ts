import { test as base, type BrowserContext, expect } from '@playwright/test'

/** What the pages of a browser were kept from doing by the policy they are served with. */
export function hearPolicy(context: BrowserContext): string[] {
  const refused: string[] = []
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
  })
  return refused
}

/** A story in the browser; whatever it tells of, no page of it may break the policy. */
export const test = base.extend<{ policy: string[] }>({
  policy: [
    async ({ context }, use) => {
      const refused = hearPolicy(context)
      await use(refused)
      expect(refused).toEqual([])
    },
    { auto: true },
  ],
})
