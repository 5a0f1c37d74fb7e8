import type { Page } from '@playwright/test'

type Router = {
  navigate(to: { href: string }): Promise<void>
  state: { resolvedLocation?: { pathname: string } }
}

/**
 * To another screen of the open page as its links lead there, without starting the application anew;
 * it ends when the router has drawn the screen.
 */
export async function go(page: Page, path: string): Promise<void> {
  const pathname = await page.evaluate(async (href) => {
    const { __TSR_ROUTER__: router } = globalThis as unknown as { __TSR_ROUTER__: Router }
    await router.navigate({ href })
    return router.state.resolvedLocation?.pathname
  }, path)
  if (pathname !== path.split('?')[0]) throw new Error(`${path} was asked for, ${pathname} is drawn`)
}
