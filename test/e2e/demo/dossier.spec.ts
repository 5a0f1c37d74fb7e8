import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

test('the first talk with a new company asks for its dossier, in the same form', async ({ page }) => {
  const made = await page.request.post('/api/clients', { data: { name: 'ООО «Свежий ветер»' } })
  const { id } = (await made.json()) as { id: string }
  await page.goto(`/clients/${id}`)
  const side = page.getByRole('complementary')
  await expect(side.getByText('0 из 3')).toBeVisible()
  const talk = page.getByLabel('О чём договорились? Enter — записать')
  const asked = page.getByRole('group', { name: 'Первый разговор с новой компанией' })

  await test.step('what is missing stands beside the talk, and is written with it', async () => {
    await talk.fill('Представились, попросили прайс')
    await page.keyboard.press('Enter')
    await expect(asked.getByLabel('Чем занимаются')).toBeFocused()
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.type('Вентиляция для цехов')
    await asked.getByLabel('Где у них болит').fill('Ждут решётки по месяцу')
    await asked.getByLabel('Что предложить').fill('Решётки со склада')
    await asked.getByLabel('Откуда').fill('Их сайт')
    await page.getByRole('button', { name: 'Записать' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'попросили прайс' })).toBeVisible()
    await expect(side.getByText('3 из 3')).toBeVisible()
    await expect(side.getByText('Первый разговор — с полным досье')).toBeVisible()
    await expect(asked).toHaveCount(0)
  })

  await test.step('one undo takes both back', async () => {
    await page.keyboard.press('Control+KeyZ')
    await expect(side.getByText('0 из 3')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'попросили прайс' })).toHaveCount(0)
  })

  await test.step('a fact is written in its place', async () => {
    await side.getByRole('button', { name: 'Вписать: Выручка за год' }).click()
    await side.getByLabel('Выручка за год').fill('120 млн')
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect(side.getByText('120 млн ₽')).toBeVisible()
  })

  await test.step('without a dossier it takes a word', async () => {
    await talk.fill('Позвонили сами')
    await page.keyboard.press('Enter')
    await asked.getByRole('button', { name: 'Без досье' }).click()
    await asked.getByLabel('Почему без досье').fill('Срочный запрос')
    await page.getByRole('button', { name: 'Записать' }).click()
    await expect(side.getByText('Первый разговор — без полного досье')).toBeVisible()
    await expect(side.getByText('«Срочный запрос»')).toBeVisible()
  })
})
