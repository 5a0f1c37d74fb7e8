import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('an owner adds a webhook, keeps its secret, tries it and reads why it does not get through', async ({
  page,
}) => {
  const violations = () => findBarriers(page)
  await page.goto('/settings?tab=webhooks')
  await page.getByRole('button', { name: 'Добавить вебхук' }).click()
  const form = page.getByRole('dialog', { name: 'Добавить вебхук' })
  await form.getByLabel('Адрес').fill('https://127.0.0.1/hook')
  await form.getByRole('button', { name: 'Добавить вебхук' }).click()
  await expect(form.getByRole('alert')).toContainText('внутреннюю сеть')
  // Nobody listens there: an allowed neighbour that is away.
  await form.getByLabel('Адрес').fill('http://127.0.0.1:9/hook')
  await form.getByLabel('Заметка').fill('склад')
  await form.getByLabel(/Изменён заказ/).check()
  expect(await violations()).toEqual([])
  await form.getByRole('button', { name: 'Добавить вебхук' }).click()
  const secret = page.getByRole('dialog', { name: 'Секрет' })
  await expect(secret.getByLabel('Секрет')).toHaveValue(/^whsec_/)
  expect(await violations()).toEqual([])
  await secret.getByRole('button', { name: 'Секрет сохранён' }).click()

  await expect(page.getByText('склад · 3 события')).toBeVisible()
  await page.getByRole('button', { name: 'Журнал: http://127.0.0.1:9/hook' }).click()
  await expect(page.getByText('Отправок нет')).toBeVisible()
  await page.getByRole('button', { name: /^Отправить проверку/ }).click()
  const log = page.getByRole('region', { name: 'Журнал', exact: true })
  await expect(log.getByText(/следующая попытка/)).toBeVisible()
  await expect(page.getByText(/не доходит с/)).toBeVisible()
  expect(await violations()).toEqual([])
  await log.getByRole('button', { name: 'Проверка' }).click()
  const delivery = page.getByRole('dialog', { name: 'Отправка: Проверка' })
  await expect(delivery.getByText('соединиться не вышло: ECONNREFUSED')).toBeVisible()
  await expect(delivery.getByRole('region', { name: 'Что отправляется' })).toContainText('"webhook.tested"')
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /^Удалить/ }).click()
  await expect(page.getByText('Вебхуков пока нет')).toBeVisible()
  await page.getByRole('button', { name: 'Вернуть' }).click()
  await expect(page.getByText('склад · 3 события')).toBeVisible()
})
