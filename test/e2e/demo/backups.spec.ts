import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('a backup is made by the button and seen as the last good one', async ({ page }) => {
  await page.goto('/settings?tab=backups')
  await page.getByRole('button', { name: 'Сделать копию сейчас' }).click()
  await expect(page.getByText(/запис(?:ь|и|ей).* [МК]Б, удачная/)).toBeVisible()
  await expect(
    page.getByRole('region', { name: 'Последние копии' }).getByText('удачная').first(),
  ).toBeVisible()
  await page.getByLabel('Во сколько').selectOption('5')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Расписание сохранено')).toBeVisible()
  expect(await findBarriers(page)).toEqual([])
})
