import { expect } from '@playwright/test'
import { test } from '../../support/story.ts'

const report = [
  'ООО «Пример»;;;;',
  'Реализация за июнь 2026;;;;',
  'Номер;Дата;Контрагент;ИНН;Сумма',
  'Р-1;01.06.2026;ООО «Первый заказ»;0274062111;1 234,56',
  'Р-2;31.02.2026;ООО «Второй заказ»;7707083893;2 000,00',
  'Р-3;03.06.2026;ООО «Первый заказ»;0274062111;3 000,00',
  'Итого;;;;6 234,56',
].join('\r\n')

test('a row that cannot come in is put right in place, and the whole import is taken back', async ({
  page,
}) => {
  await page.goto('/imports')
  await page.getByRole('button', { name: 'Заказы', exact: true }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'реализация.csv', mimeType: 'text/csv', buffer: Buffer.from(report) })
  await page.getByRole('button', { name: /^Проверить/ }).click()

  await test.step('what is wrong is named', async () => {
    const refused = page.getByRole('row', { name: /31\.02\.2026/ }).filter({ hasText: 'такого дня нет' })
    await expect(refused).toBeVisible()
    await expect(page.getByText(/1 строка с ошибкой/)).toBeVisible()
    await refused.getByRole('button', { name: 'Исправить здесь' }).click()
  })

  await test.step('it is put right', async () => {
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('Дата').fill('28.02.2026')
    await drawer.getByRole('button', { name: 'Исправить строку' }).click()
    await expect(page.getByText('Строка 5 исправлена')).toBeVisible()
    await expect(page.getByText('сошлось')).toBeVisible()
  })

  await test.step('written, and undone', async () => {
    await page.getByRole('button', { name: 'Загрузить 3', exact: true }).click()
    await expect(page.getByText('Загружено.')).toBeVisible()
    await page.getByRole('button', { name: 'Отменить загрузку' }).click()
    await expect(page.getByText('Загрузка отменена, прежние значения вернулись.')).toBeVisible()
  })
})
