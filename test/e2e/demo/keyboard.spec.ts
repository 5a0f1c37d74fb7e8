import { expect } from '@playwright/test'
import { test } from '../../support/story.ts'

test('everything by keyboard, on a Russian layout too', async ({ page }) => {
  await page.goto('/clients')
  const table = page.getByRole('table', { name: 'Клиенты' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()

  await test.step('rows are walked and opened', async () => {
    // A Russian layout: the letter differs, the key is the same.
    for (const key of ['KeyJ', 'KeyJ']) {
      await page.evaluate(
        (code) =>
          window.dispatchEvent(
            new KeyboardEvent('keydown', { code, key: 'о', bubbles: true, cancelable: true }),
          ),
        key,
      )
    }
    await expect(table.locator('.is-current')).toContainText('Сеть «Быстроном»')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сеть «Быстроном»')
  })

  await test.step('a figure opens its rows; Escape brings the focus back', async () => {
    const figure = page.getByRole('button', { name: /7\s717\s654/ })
    await figure.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toContainText('7 717 654')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(figure).toBeFocused()
  })

  await test.step('a client is found in spite of a slip, and opened', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('быстронм')
    await expect(page.getByRole('option', { name: /Быстроном/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сеть «Быстроном»')
  })

  await test.step('two letters go to a screen; arrows walk the matrix', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Матрица')
    const cells = page.locator('.g-cell')
    await cells.first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(cells.nth(4)).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('heading', { name: 'B, иногда' })).toBeVisible()
  })
})

test('a client is added, changed by two, and taken back', async ({ page, request }) => {
  await page.goto('/clients')
  await page.getByRole('button', { name: 'Клиент', exact: true }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Название или имя').fill('ООО «Новый»')
  await form.getByLabel('ИНН').fill('7707083894')
  await form.getByRole('button', { name: 'Добавить клиента' }).click()
  await expect(form.getByText(/сумма/)).toBeVisible()
  await form.getByLabel('ИНН').fill('7707083893')
  await form.getByRole('button', { name: 'Добавить клиента' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ООО «Новый»')

  await test.step('somebody else saves first: the choice is ours', async () => {
    await page.getByRole('button', { name: 'Изменить' }).click()
    // What stands in the form is what the other has not changed yet.
    await expect(form.getByLabel('Город')).toBeVisible()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const { rev } = (await (await request.get(`/api/clients/${id}`)).json()) as { rev: number }
    await request.patch(`/api/clients/${id}`, { data: { rev, city: 'Тула' } })
    await form.getByLabel('Город').fill('Пермь')
    await form.getByRole('button', { name: 'Сохранить' }).click()
    await expect(form.getByText('сейчас: Тула')).toBeVisible()
    await form.getByRole('button', { name: 'Оставить моё' }).click()
    await form.getByRole('button', { name: 'Сохранить' }).click()
    await expect(form).toBeHidden()
    await expect(page.getByText(/^Пермь/)).toBeVisible()
  })

  await test.step('Ctrl Z takes it back', async () => {
    await page.keyboard.press('Control+z')
    await expect(page.getByText(/^Тула/)).toBeVisible()
  })
})
