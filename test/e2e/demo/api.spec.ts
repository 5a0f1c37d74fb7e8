import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('a token is made, used, seen to be used, and revoked', async ({ page, playwright, baseURL }) => {
  const axe = async () => expect(await findBarriers(page)).toEqual([])
  await page.goto('/settings?tab=api')
  await page.getByRole('button', { name: 'Создать токен' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Название').fill('Сайт')
  await axe()
  await drawer.getByRole('button', { name: 'Создать токен' }).click()
  const secret = await drawer.getByLabel('Токен', { exact: true }).inputValue()
  expect(secret).toMatch(/^gorn_[0-9A-Za-z]{38}$/)
  await axe()
  await drawer.getByRole('button', { name: 'Готово' }).click()

  const row = page.getByRole('row', { name: /Сайт/ })
  await expect(row).toContainText('не было')
  const program = await playwright.request.newContext({
    ...(baseURL && { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
    storageState: { cookies: [], origins: [] },
  })
  const answer = await program.get('/api/clients?limit=1')
  expect(answer.status()).toBe(200)
  expect(Number(answer.headers()['ratelimit-remaining'])).toBeGreaterThan(0)
  await page.reload()
  await expect(row).not.toContainText('не было')
  await axe()

  await row.getByRole('button', { name: 'Отозвать токен «Сайт»' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click()
  await expect(page.getByText('Токен «Сайт» отозван')).toBeVisible()
  await expect(row).toContainText('отозван')
  expect((await program.get('/api/clients?limit=1')).status()).toBe(401)
  await program.dispose()
})

test('the API is described: found by a word, opened by keyboard', async ({ page }) => {
  await page.goto('/api/docs')
  await expect(page.getByRole('heading', { name: 'Описание API' })).toBeVisible()
  await page.getByLabel('Найти операцию').fill('orders/batch')
  const operation = page.locator('summary', { hasText: 'POST /api/orders/batch' })
  await operation.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('items[].lines[].product')).toBeVisible()
  await expect(page.getByText('orders:write')).toBeVisible()
  expect(await findBarriers(page)).toEqual([])
  await page.getByLabel('Найти операцию').fill('такой нет')
  await expect(page.getByText('Такой операции нет')).toBeVisible()
})
