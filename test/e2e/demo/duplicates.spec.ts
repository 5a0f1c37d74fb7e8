import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('a client added twice is offered, merged field by field, and taken apart again', async ({ page }) => {
  const add = async (data: object): Promise<{ id: string }> =>
    (await (await page.request.post('/api/clients', { data })).json()) as { id: string }
  await add({ name: 'ООО «Кузница вкуса»', phone: '+7 495 777-10-20', city: 'Тула' })
  await add({ name: 'Kuznitsa Vkusa LLC', phone: '8 495 777 10 20', email: 'zakaz@kuznica.example' })

  // The search runs in the background; the form already knows what it found.
  await expect(async () => {
    await page.goto('/clients/duplicates')
    await expect(page.getByRole('row').filter({ hasText: 'Kuznitsa' })).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 60_000 })
  const pair = page.getByRole('row').filter({ hasText: 'Kuznitsa' })
  await expect(pair).toContainText('почти точно')
  await expect(pair).toContainText('один телефон')
  await pair.getByRole('button', { name: /^Сравнить/ }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('radio', { name: 'Название: ООО «Кузница вкуса»' }).check()
  expect(await findBarriers(page)).toEqual([])
  await drawer.getByRole('button', { name: 'Слить', exact: true }).click()
  await expect(page.getByText('Слили: ООО «Кузница вкуса»')).toBeVisible()
  await expect(pair).toHaveCount(0)
  await page.keyboard.press('Control+KeyZ')
  await expect(page.getByText('Отменили: 2 записи')).toBeVisible()

  await page.goto('/clients?add=true')
  await page.getByRole('textbox', { name: 'Название' }).fill('Кузница Вкуса')
  await expect(page.getByRole('dialog').getByRole('link', { name: 'ООО «Кузница вкуса»' })).toBeVisible()
})
