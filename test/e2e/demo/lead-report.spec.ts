import { expect } from '@playwright/test'
import { test } from '../../support/story.ts'

test('what we delayed opens its deals, and whose turn it is can be said otherwise', async ({ page }) => {
  await page.goto('/leads/report')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Лиды')
  const stages = page.getByRole('group', { name: 'Этап' })
  const all = stages.getByRole('row').last()
  await all.getByRole('button').first().click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('heading')).toHaveText('Что задержали мы')
  const count = Number.parseInt((await drawer.getByText(/^\d+ сдел/).textContent()) ?? '', 10)
  await expect(drawer.getByRole('row')).toHaveCount(count)
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)

  await page.goto('/leads/nurture')
  await page.locator('main tbody a').first().click()
  const lead = page.getByRole('region', { name: 'Категория лида' })
  const turn = lead.getByRole('region', { name: 'Чей ход' })
  const say = turn.getByRole('button')
  const said = (await say.textContent()) ?? ''
  await say.click()
  await turn.getByRole('textbox').fill('Ждут образцы')
  await page.keyboard.press('Enter')
  await expect(turn.locator('.g-state')).toHaveText(said)
  await expect(turn).toContainText('Ждут образцы')
  await page.getByRole('button', { name: 'Вернуть' }).click()
  await expect(turn).not.toContainText('Ждут образцы')
})
