import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
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

const deals = [
  'ID сделки;Название сделки;Компания;Этап сделки;Бюджет;Дата создания;Дата закрытия;Товар',
  'ИСТ-1;Печь из файла;ООО «Горячий цех»;Переговоры;100 000;01.02.2026;;Печь ПТ-5',
  'ИСТ-2;Вытяжка из файла;ООО «Горячий цех»;Закрыто и не реализовано;50 000;01.02.2026;10.02.2026;Печь ПТ 5',
  'ИСТ-3;Горн из файла;;Сговорились;70 000;01.02.2026;;',
].join('\r\n')

test('a file of deals says what its words mean, why a deal was lost and whose it is', async ({ page }) => {
  await page.goto('/imports')
  await page.getByRole('button', { name: 'Сделки и лиды' }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'сделки.csv', mimeType: 'text/csv', buffer: Buffer.from(deals) })

  await test.step('known words stand at their stages, the others wait for one', async () => {
    const word = (name: string) => page.getByLabel(`Этап в Горне: ${name}`)
    await expect(word('Переговоры').locator('option:checked')).toHaveText('Согласовал условия')
    await expect(word('Сговорились').locator('option:checked')).toHaveText('строки не войдут')
    await word('Сговорились').selectOption({ label: 'Согласовал условия' })
    await page.getByLabel('Причина').selectOption({ label: 'Другое: Другая причина' })
    await expect(page.getByLabel('Пояснение')).toHaveValue('Из файла сделки.csv, причина не указана')
    await page.getByLabel(/^Строк без клиента/).selectOption({ label: 'записать на одного клиента' })
    await expect(page.getByLabel('Как его назвать')).toHaveValue('Без клиента из файла сделки.csv')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: /^Проверить/ }).click()
  })

  await test.step('two spellings of a product are told', async () => {
    await expect(page.getByText('Похожие написания товаров')).toBeVisible()
    await expect(page.getByText('похоже на «Печь ПТ 5» в этом файле')).toBeVisible()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Загрузить 3', exact: true }).click()
    await expect(page.getByText('Загружено.')).toBeVisible()
  })

  await test.step('how they ended is told, and all of it goes back', async () => {
    const run = page.url()
    await page.getByRole('link', { name: 'Итоги продаж' }).click()
    await expect(page.getByRole('heading', { name: 'По кварталам закрытия' })).toBeVisible()
    await page.goto(run)
    await page.getByRole('button', { name: 'Отменить загрузку' }).click()
    await expect(page.getByText('Загрузка отменена, прежние значения вернулись.')).toBeVisible()
  })
})
