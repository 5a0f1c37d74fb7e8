import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('a list goes out as a file and comes back, people come in beside their clients', async ({ page }) => {
  test.setTimeout(240_000)
  await page.goto('/clients')
  await page.getByRole('button', { name: 'Выгрузить' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: 'CSV' }).click()
  await drawer.getByRole('button', { name: 'windows-1251' }).click()
  await expect(drawer.getByText(/номер знака/)).toBeVisible()
  expect(await findBarriers(page)).toEqual([])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('link', { name: 'Скачать файл' }).click(),
  ])
  const bytes = await readFile(await download.path())
  await page.keyboard.press('Escape')

  await test.step('the file brings nothing that is not there', async () => {
    await page.goto('/imports')
    await page.getByRole('button', { name: 'Клиенты', exact: true }).click()
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'клиенты.csv', mimeType: 'text/csv', buffer: bytes })
    await page.getByRole('button', { name: /^Проверить/ }).click()
    await expect(page.getByRole('button', { name: 'Всё это уже есть в базе' })).toBeVisible()
  })

  await test.step('people', async () => {
    await page.goto('/imports')
    await page.getByRole('button', { name: 'Контакты', exact: true }).click()
    const people = 'Компания;Контакт;Роль;Телефон\nООО «Люди в файле»;Анна Ли;ЛПР;+7 900 000-00-01\n'
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'контакты.csv', mimeType: 'text/csv', buffer: Buffer.from(people) })
    await page.getByRole('button', { name: /^Проверить/ }).click()
    await page.getByRole('button', { name: 'Загрузить 1', exact: true }).click()
    await expect(page.getByText('Загружено.')).toBeVisible()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Отменить загрузку' }).click()
    await expect(page.getByText('Загрузка отменена, прежние значения вернулись.')).toBeVisible()
  })
})
