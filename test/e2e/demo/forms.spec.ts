import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

/** A site of somebody else, with a page of its own. */
async function openSite(page: () => string): Promise<{ url: string; server: Server }> {
  const server = createServer((_request, reply) => {
    reply.setHeader('content-type', 'text/html; charset=utf-8')
    reply.end(`<!doctype html><title>Кружки</title><h1>Кружки на заказ</h1>${page()}`)
  }).listen(0, 'localhost')
  await once(server, 'listening')
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}

test('a form on somebody’s site brings a lead, also without scripts; junk waits until it is looked at', async ({
  page,
  browser,
}) => {
  let code = ''
  const site = await openSite(() => code)
  const visitor = await browser.newPage({ storageState: { cookies: [], origins: [] } })
  try {
    await page.goto('/settings?tab=forms')
    await page.getByRole('button', { name: 'Добавить форму' }).click()
    const drawer = page.getByRole('dialog', { name: 'Добавить форму' })
    await drawer.getByLabel('Название').fill('Кружки')
    await drawer.getByLabel('Сайты').fill('не сайт')
    await drawer.getByRole('button', { name: 'Добавить форму' }).click()
    await expect(drawer.getByText('не похоже на адрес сайта')).toBeVisible()
    await drawer.getByLabel('Сайты').fill(`${site.url}/page`)
    expect(await findBarriers(page)).toEqual([])
    await drawer.getByRole('button', { name: 'Добавить форму' }).click()
    const shown = page.getByRole('dialog', { name: 'Код для сайта: Кружки' })
    code = (await shown.locator('pre').textContent()) ?? ''
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')

    await test.step('a visitor sends it without leaving the page', async () => {
      await visitor.goto(site.url)
      await visitor.getByLabel('Ваше имя').fill('Клара')
      await visitor.getByLabel('Телефон').fill('12')
      await visitor.getByLabel('Что вам нужно').fill('Сто кружек с совой')
      await visitor.getByLabel('Согласен').check()
      // Nobody fills a form in within three seconds, so neither does this visitor.
      const mark = await visitor.evaluate(() => performance.now())
      await visitor.waitForFunction((from) => performance.now() > from + 3200, mark)
      await visitor.getByRole('button', { name: 'Отправить' }).click()
      await expect(visitor.getByRole('status')).toHaveText(/В телефоне ошибка/)
      await visitor.getByLabel('Телефон').fill('8 916 765-00-01')
      await visitor.getByRole('button', { name: 'Отправить' }).click()
      await expect(visitor.getByRole('status')).toHaveText(/Спасибо, заявка у нас/)
      await expect(visitor.getByLabel('Ваше имя')).toHaveValue('')
    })

    await test.step('what a program sends looks sent and is held back', async () => {
      await visitor.getByLabel('Ваше имя').fill('Робот')
      await visitor.getByLabel('Телефон').fill('8 916 765-00-02')
      await visitor.getByLabel('Что вам нужно').fill('Настоящий заказ')
      await visitor.getByLabel('Согласен').check()
      await visitor.locator('[name=website]').evaluate((it: HTMLInputElement) => (it.value = 'x'))
      await visitor.getByRole('button', { name: 'Отправить' }).click()
      await expect(visitor.getByRole('status')).toHaveText(/Спасибо/)
    })

    await test.step('the lead is there; what was held back becomes one by a click', async () => {
      await page.reload()
      const held = page.getByRole('region', { name: 'Похоже на мусор' })
      await expect(held.getByText('Робот, 8 916 765-00-02')).toBeVisible()
      await expect(held.getByText(/заполнено скрытое поле/).first()).toBeVisible()
      expect(await findBarriers(page)).toEqual([])
      await held.getByRole('button', { name: /^Это заявка: Робот/ }).click()
      await expect(page.getByText('Лид создан')).toBeVisible()
      await page.goto('/deals?view=list')
      await expect(page.getByText('Сто кружек с совой')).toBeVisible()
      await expect(page.getByText('Настоящий заказ')).toBeVisible()
    })

    await test.step('a line brings one more, and its undo takes it away', async () => {
      await page.keyboard.press('q')
      const drawerOfLine = page.getByRole('dialog', { name: 'Новый лид' })
      await drawerOfLine.getByLabel('Кто и что хочет').fill('Клара 8 916 765-00-01 хочет ещё блюдца')
      await expect(drawerOfLine.getByLabel('Что нужно')).toHaveValue('ещё блюдца')
      await expect(drawerOfLine.getByRole('radio', { name: /^Клара/ })).toBeChecked()
      expect(await findBarriers(page)).toEqual([])
      await drawerOfLine.getByLabel('Кто и что хочет').press('Enter')
      await expect(page.getByText('Лид «ещё блюдца» добавлен: Клара')).toBeVisible()
      await page.getByRole('button', { name: 'Вернуть' }).last().click()
      await expect(page.getByRole('link', { name: 'ещё блюдца' })).toHaveCount(0)
    })

    await test.step('the same form without scripts ends at a page of ours', async () => {
      const plain = await browser.newPage({
        javaScriptEnabled: false,
        storageState: { cookies: [], origins: [] },
      })
      await plain.goto(site.url)
      await plain.getByLabel('Ваше имя').fill('Лука')
      await plain.getByLabel('Телефон').fill('8 916 765-00-03')
      await plain.getByLabel('Что вам нужно').fill('Блюдца')
      await plain.getByLabel('Согласен').check()
      await plain.getByRole('button', { name: 'Отправить' }).click()
      await expect(plain.getByRole('heading', { name: 'Заявка отправлена' })).toBeVisible()
      await plain.close()
    })
  } finally {
    await visitor.close()
    site.server.close()
  }
})
