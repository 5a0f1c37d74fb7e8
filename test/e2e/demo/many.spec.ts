import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('many clients are chosen by keyboard, changed and archived as one act, and taken back', async ({
  page,
}) => {
  await page.goto('/clients?sort=name&direction=asc')
  const rows = page.getByRole('table', { name: 'Клиенты' }).getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  const bar = page.getByRole('region', { name: 'Выбранные клиенты' })
  await expect(bar).toContainText('Выбрано: 3')
  expect(await findBarriers(page)).toEqual([])

  await test.step('tags', async () => {
    await bar.getByRole('button', { name: 'Изменить' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Добавить метки').fill('выставка, опт')
    expect(await findBarriers(page)).toEqual([])
    await form.getByRole('button', { name: 'Изменить 3 клиентов' }).click()
    await expect(page.getByText('Изменили: 3 клиента')).toBeVisible()
    await page.goto('/clients?tag=выставка')
    await expect(rows).toHaveCount(4)
  })

  await test.step('J and K walk the pages of the list', async () => {
    await rows.nth(1).getByRole('link').click()
    await expect(page.getByText('1 из 3')).toBeVisible()
    await page.keyboard.press('j')
    await expect(page.getByText('2 из 3')).toBeVisible()
    await page.getByRole('link', { name: '← К списку' }).click()
    await expect(page).toHaveURL(/tag=/)
  })

  await test.step('the archive and the way back', async () => {
    await expect(rows).toHaveCount(4)
    await page.keyboard.press('Control+a')
    await expect(bar).toContainText('Выбрано: 3')
    await bar.getByRole('button', { name: 'В архив' }).click()
    await expect(page.getByText('Под эти условия никто не подходит')).toBeVisible()
    await page.getByText('В архиве: 3 клиента').hover()
    await page.keyboard.press('Control+KeyZ')
    await expect(page.getByText('Отменили: 3 записи')).toBeVisible()
    await expect(rows).toHaveCount(4)
  })
})
