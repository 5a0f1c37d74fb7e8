import { expect, type Locator, type Page } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

const stage = (page: Page, name: string): Locator => page.locator('.g-board').getByRole('region', { name })
const card = (page: Page, name: string, title: string): Locator =>
  stage(page, name).getByRole('article').filter({ hasText: title })
const toast = (page: Page, text: string | RegExp): Locator =>
  page.locator('.g-toast').filter({ hasText: text })

test('a deal is added, moved by keys and by pointer, lost with a reason and taken back', async ({ page }) => {
  const dialog = page.getByRole('dialog')
  const title = 'Навес для склада'

  await test.step('it is added by keyboard, its client along with it', async () => {
    await page.goto('/deals')
    // The heading is there before the board, which listens to the keys.
    await expect(stage(page, 'Обратился').getByRole('article').first()).toBeVisible()
    await page.keyboard.press('n')
    await expect(dialog.getByLabel('О чём сделка')).toBeFocused()
    await page.keyboard.type(title)
    await page.keyboard.press('Tab')
    await page.keyboard.type('Навесстрой')
    await expect(dialog.getByRole('option', { name: 'Новый клиент: Навесстрой' })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('Клиент будет добавлен вместе со сделкой')).toBeVisible()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect(card(page, 'Обратился', title)).toContainText('Навесстрой')
  })

  await test.step('keys take it to the next stage and back', async () => {
    await card(page, 'Обратился', title).getByRole('link').focus()
    await page.keyboard.press('BracketRight')
    await expect(card(page, 'Рассказал о задаче', title).getByRole('link')).toBeFocused()
    await expect(toast(page, `«${title}»: Рассказал о задаче`)).toBeVisible()
    await page.keyboard.press('Shift+ArrowRight')
    await expect(card(page, 'Назвал бюджет и срок', title).getByRole('link')).toBeFocused()
    await expect(toast(page, `«${title}»: Назвал бюджет и срок`)).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(card(page, 'Рассказал о задаче', title)).toBeVisible()
  })

  await test.step('it is dragged to a stage that asks for a contact', async () => {
    await card(page, 'Рассказал о задаче', title).dragTo(stage(page, 'Встретился с нами'), {
      targetPosition: { x: 100, y: 200 },
    })
    await expect(dialog).toContainText('Чего не хватает для этапа «Встретился с нами»')
    await dialog.getByRole('button', { name: /^Перенести/ }).click()
    await expect(dialog.getByText('Впишите имя')).toBeVisible()
    await dialog.getByLabel('С кем говорим: имя').fill('Пётр')
    await page.keyboard.press('Enter')
    await expect(card(page, 'Встретился с нами', title)).toBeVisible()
    await expect(dialog).toBeHidden()
  })

  await test.step('a loss needs its reason, and some reasons a note', async () => {
    await card(page, 'Встретился с нами', title).getByRole('link').focus()
    await page.keyboard.press('Shift+KeyW')
    await dialog.getByRole('button', { name: 'Другое' }).click()
    await expect(dialog.getByRole('radio', { name: 'Другая причина' })).toBeChecked()
    await dialog.getByRole('button', { name: 'Закрыть как проигранную' }).click()
    await expect(dialog.getByText('Для этой причины нужна запись').first()).toBeVisible()
    await dialog.getByLabel('Что произошло').fill('Передумали строить')
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Закрыть как проигранную' }).click()
    await expect(toast(page, `«${title}»: Отказался`)).toBeVisible()
    // In the field of the note the key would take back what was typed.
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+z')
    await expect(card(page, 'Встретился с нами', title)).toBeVisible()
  })

  await test.step('its page tells the way it went', async () => {
    await card(page, 'Встретился с нами', title).getByRole('link').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(
      page.getByRole('listitem').filter({ hasText: 'Назвал бюджет и срок' }).first(),
    ).toContainText('пропущен')
    await expect(page.locator('s')).toHaveText([
      'Встретился с нами → Отказался',
      'Рассказал о задаче → Назвал бюджет и срок',
    ])
    await expect(page.getByRole('complementary', { name: 'О клиенте' })).toContainText('Пётр')
  })

  await test.step('a step is planned and done', async () => {
    await page.keyboard.press('n')
    await dialog.getByLabel('О чём').fill('Показать смету')
    await dialog.getByRole('button', { name: 'Назначить шаг' }).click()
    await expect(page.getByText('Показать смету')).toBeVisible()
    await page.keyboard.press('e')
    await page.getByLabel('Одной строкой: о чём договорились').fill('Смета подходит')
    await page.getByRole('checkbox', { name: 'Следующий шаг' }).uncheck()
    await page.getByRole('button', { name: 'Записать', exact: true }).click()
    // Their first talk with us asks for what is known of them.
    const asked = page.getByRole('group', { name: 'Первый разговор с новой компанией' })
    await asked.getByLabel('Чем занимаются').fill('Строят навесы')
    await asked.getByLabel('Где у них болит').fill('Сталь возят издалека')
    await asked.getByLabel('Что предложить').fill('Сталь со склада рядом')
    await page.getByRole('button', { name: 'Записать', exact: true }).click()
    await expect(page.getByText('Шага нет: сделка остывает')).toBeVisible()
  })
})

test('two move the same deal: who came later is told and chooses', async ({ page, request }) => {
  const { rows } = (await (await request.get('/api/clients?limit=1')).json()) as { rows: { id: string }[] }
  const { rows: ways } = (await (await request.get('/api/pipelines')).json()) as {
    rows: { stages: { id: string }[] }[]
  }
  const title = 'Ворота для двоих'
  const added = await request.post('/api/deals', { data: { title, clientId: rows[0]?.id } })
  const { id, rev } = (await added.json()) as { id: string; rev: number }
  await page.goto('/deals?text=двоих')
  const first = card(page, 'Обратился', title)
  await expect(first).toBeVisible()
  // What the other does is not heard of here.
  await page.route('**/api/live', (route) => route.abort())
  await page.reload()
  await expect(first).toBeVisible()
  await request.post(`/api/deals/${id}/move`, { data: { rev, stageId: ways[0]?.stages[2]?.id } })
  await first.getByRole('link').focus()
  await page.keyboard.press('BracketRight')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Обратился → Назвал бюджет и срок')
  await dialog.getByRole('button', { name: 'Всё равно перенести на «Рассказал о задаче»' }).click()
  await expect(card(page, 'Рассказал о задаче', title)).toBeVisible()
})
