import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('a contact is added, a talk written down in one line, and both taken back', async ({ page }) => {
  await page.goto('/clients?sort=name&direction=asc')
  await page.getByRole('table', { name: 'Клиенты' }).getByRole('row').nth(6).getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Контакты' })).toBeVisible()

  await test.step('a contact', async () => {
    await page.getByRole('button', { name: 'Добавить контакт' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Имя' }).fill('Анна Кузнецова')
    await form.getByLabel('Роль в сделке').selectOption('decisionMaker')
    await form.getByLabel('Телефоны').fill('8 (916) 200-10-20, 8 495 200 10 20')
    expect(await findBarriers(page)).toEqual([])
    await form.getByRole('button', { name: 'Сохранить' }).click()
    await expect(page.getByRole('link', { name: '+7 916 200-10-20' })).toBeVisible()
    await expect(page.getByRole('complementary').getByText('решает', { exact: true })).toBeVisible()
  })

  await test.step('a talk, by keyboard alone', async () => {
    await page.getByLabel('О чём договорились? Enter — записать').fill('Обсудили осенние цены')
    await page.getByLabel('Итог').fill('ждут счёт')
    await page.getByLabel('С кем').selectOption({ label: 'Анна Кузнецова' })
    await page.getByLabel('Следующий шаг').fill('выслать счёт')
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Enter')
    const said = page.getByRole('listitem').filter({ hasText: 'Обсудили осенние цены' })
    await expect(said).toContainText('Дальше: выслать счёт')
    await expect(said).toContainText('Анна Кузнецова')
    await page.getByRole('button', { name: 'Разговоры' }).click()
    await expect(said).toBeVisible()
    await page.keyboard.press('Control+KeyZ')
    await expect(said).toHaveCount(0)
  })
})
