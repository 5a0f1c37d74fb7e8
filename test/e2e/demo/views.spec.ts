import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { readerState } from '../../support/people.ts'
import { test } from '../../support/story.ts'

test('columns are chosen by keyboard, a view is saved and shared, a second person opens and changes it', async ({
  page,
  browser,
}) => {
  // Two people, and a screen a step.
  test.slow()
  const axe = async (of = page) => expect(await findBarriers(of)).toEqual([])
  const table = page.getByRole('table', { name: 'Клиенты' })
  const headings = table.getByRole('columnheader')
  await page.goto('/clients')
  await expect(headings.filter({ hasText: 'Доля' })).toBeVisible()

  await test.step('columns', async () => {
    await page.getByRole('button', { name: 'Колонки' }).focus()
    await page.keyboard.press('Enter')
    const chooser = page.getByRole('dialog')
    const city = chooser.getByLabel('Город', { exact: true })
    await city.press('Space')
    await expect(city).toBeChecked()
    await city.press('Alt+ArrowUp')
    await expect(chooser.getByRole('status')).toContainText('Город: место 8')
    await chooser.getByLabel('Доля', { exact: true }).focus()
    await page.keyboard.press('Space')
    await axe()
    await page.keyboard.press('Escape')
    await expect(headings).toContainText([/Клиент/, /Класс/, /Город/, /Чей/])
    await expect(headings.filter({ hasText: 'Доля' })).toHaveCount(0)
    await page.reload()
    await expect(headings.filter({ hasText: 'Город' })).toBeVisible()
  })

  await test.step('a view', async () => {
    await page.goto('/clients?classes=A&sort=name&direction=asc')
    await page.getByRole('button', { name: 'Сохранить вид' }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Название').fill('Лучшие по имени')
    await form.getByLabel('Показать всем').check()
    await axe()
    await form.getByRole('button', { name: 'Сохранить' }).click()
    await expect(page).toHaveURL(/\?view=[0-9a-f-]+$/)
    await expect(page.getByRole('link', { name: 'Лучшие по имени' })).toHaveAttribute('aria-current', 'page')
    await axe()
  })

  const context = await browser.newContext({ storageState: readerState, locale: 'en-GB' })
  const theirs = await context.newPage()
  await test.step('a colleague opens the address, changes the order and keeps it', async () => {
    await theirs.goto(page.url())
    const list = theirs.getByRole('table', { name: 'Clients' })
    await expect(list.getByRole('columnheader', { name: 'City' })).toBeVisible()
    await list.getByRole('link', { name: 'Turnover' }).click()
    await expect(theirs.getByText('changed', { exact: true })).toBeVisible()
    await theirs.getByRole('button', { name: 'Save changes' }).click()
    // Under the pointer it stays.
    await theirs.getByText('View saved: Лучшие по имени').hover()
    await axe(theirs)
    await page.reload()
    await expect(headings.filter({ hasText: 'Оборот' })).toHaveAttribute('aria-sort', 'descending')
  })

  await test.step('and takes it back', async () => {
    await theirs.keyboard.press('Control+z')
    await expect(theirs.getByText('Undone: 1 record')).toBeVisible()
    await page.reload()
    await expect(headings.filter({ hasText: /^Клиент/ })).toHaveAttribute('aria-sort', 'ascending')
    await context.close()
  })

  await test.step('J and K keep the place, and Back brings it with the choice', async () => {
    await expect(table.getByRole('row').nth(1)).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('Enter')
    await expect(page.getByText(/^1 из/)).toBeVisible()
    await page.keyboard.press('j')
    await expect(page.getByText(/^2 из/)).toBeVisible()
    await page.getByRole('link', { name: '← К списку' }).click()
    await expect(page).toHaveURL(/view=/)
    await expect(table.getByRole('row').nth(2)).toHaveClass(/is-current/)
    await expect(page.getByRole('region', { name: 'Выбранные клиенты' })).toContainText('Выбрано: 1')
  })

  await test.step('deleting it has a way back too', async () => {
    await page.getByRole('button', { name: 'Настроить вид' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить вид' }).click()
    await page.getByText('Вид удалён: Лучшие по имени').hover()
    await expect(page.getByRole('link', { name: 'Лучшие по имени' })).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(page.getByRole('link', { name: 'Лучшие по имени' })).toBeVisible()
  })

  await test.step('the columns go back to the original ones', async () => {
    await page.goto('/clients')
    await page.getByRole('button', { name: 'Колонки' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Вернуть исходные' }).click()
    await page.keyboard.press('Escape')
    await expect(headings.filter({ hasText: 'Доля' })).toBeVisible()
  })
})
