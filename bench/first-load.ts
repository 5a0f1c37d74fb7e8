import { chromium } from '@playwright/test'
import { browserFlags, findBrowser } from '../test/support/browser.ts'
import { medianOf } from './measure.ts'
import type { Server } from './server.ts'

export type FirstLoad = { kilobytes: number; fontKilobytes: number; requests: number; usableSeconds: number }

/** The client list in a browser that has never been here: bytes and requests, and the time until the rows are there. */
export async function measureFirstLoad(server: Server, cookie: string): Promise<FirstLoad> {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
  let bytes = { all: 0, fonts: 0 }
  let requests = 0
  try {
    const seconds: number[] = []
    for (let run = 0; run < 5; run++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const cookies = cookie.split('; ').map((it) => {
        const [name = '', value = ''] = it.split('=')
        return { name, value, url: server.url }
      })
      await context.addCookies(cookies)
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      await session.send('Network.enable')
      bytes = { all: 0, fonts: 0 }
      requests = 0
      const fonts = new Set<string>()
      session.on('Network.responseReceived', (it) => void (it.type === 'Font' && fonts.add(it.requestId)))
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        bytes.all += encodedDataLength
        if (fonts.has(requestId)) bytes.fonts += encodedDataLength
      })
      session.on('Network.requestWillBeSent', () => requests++)
      // From here on: a person's browser is open already.
      const from = performance.now()
      await page.goto(`${server.url}/clients`, { waitUntil: 'commit' })
      await page.locator('main [role=cell]').first().waitFor()
      seconds.push((performance.now() - from) / 1000)
      await context.close()
    }
    return {
      kilobytes: (bytes.all - bytes.fonts) / 1000,
      fontKilobytes: bytes.fonts / 1000,
      requests,
      usableSeconds: medianOf(seconds),
    }
  } finally {
    await browser.close()
  }
}
