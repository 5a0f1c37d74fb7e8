import { expect } from '@playwright/test'
import { test } from '../../support/story.ts'

test('an edit is undone from the history, and done again from the toast', async ({ page }) => {
  await page.goto('/clients')
  await page.getByRole('row').nth(3).getByRole('link').first().click()
  await expect(page).toHaveURL(/clients\/[0-9a-f-]{36}/)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const heading = page.locator('h1').first()
  await expect(heading).not.toHaveText('Клиенты')
  const name = await heading.innerText()
  await page.getByRole('button', { name: 'Изменить' }).click()
  const note = page.getByRole('textbox', { name: 'Заметка' })
  await note.fill('Просили счёт до пятницы')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(note).toBeHidden()

  await page.goto('/settings?tab=history')
  const act = page.getByRole('row').filter({ hasText: 'Изменён клиент' }).filter({ hasText: name }).first()
  await act.getByRole('button', { name: 'Изменён клиент', exact: true }).click()
  const details = page.getByRole('dialog')
  await expect(details.getByRole('cell', { name: 'Просили счёт до пятницы' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()

  const noteNow = async (): Promise<string | null> =>
    ((await (await page.request.get(`/api/clients/${id}`)).json()) as { note: string | null }).note
  await act.getByRole('button', { name: /^Отменить/ }).click()
  await expect(page.getByText('Отменили: 1 запись')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: name }).filter({ hasText: 'отменено' })).toHaveCount(1)
  expect(await noteNow()).toBeNull()
  await page.keyboard.press('Control+KeyZ')
  await expect.poll(noteNow).toBe('Просили счёт до пятницы')
})
