import { expect, type Page } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { readerState } from '../../support/people.ts'
import { test } from '../../support/story.ts'

async function make<T>(page: Page, path: string, data: object): Promise<T> {
  const answer = await page.request.post(path, { data })
  expect(answer.status()).toBeLessThan(300)
  return (await answer.json()) as T
}

test('three answers make an A that stands first and burns until we call', async ({ page }) => {
  const me = (await (await page.request.get('/api/me')).json()) as { user: { id: string } }
  const ownerId = me.user.id
  const client = await make<{ id: string }>(page, '/api/clients', {
    name: 'ООО «Горячий лид»',
    ownerId,
    phone: '+7 495 765-43-21',
  })
  const deal = await make<{ id: string }>(page, '/api/deals', {
    clientId: client.id,
    title: 'Плёнка для линии',
    ownerId,
    amountMinor: 48_000_000,
  })

  await test.step('each question is asked and answered by a tap', async () => {
    await page.goto(`/deals/${deal.id}`)
    const lead = page.getByRole('region', { name: 'Категория лида' })
    const ask = async (question: RegExp, answer: string): Promise<void> =>
      lead.getByRole('group', { name: question }).getByRole('button', { name: answer, exact: true }).click()
    await lead.getByLabel('Чем подтверждено').fill('«Линия встаёт»')
    await ask(/Нужно ли это/, 'Да')
    await expect(lead.getByText('«Линия встаёт»')).toBeVisible()
    await lead.getByRole('button', { name: 'Догадка' }).click()
    await ask(/деньги/, 'Да')
    await ask(/сроку/, 'Срочно')
    // A guess keeps it from being an A.
    await expect(lead.getByText('лид B: боль да, деньги да, срок да')).toBeAttached()
    await expect(lead.getByText('Догадка не делает A: спросите про деньги.')).toBeVisible()
    await ask(/деньги/, 'Да')
    await expect(lead.getByText('лид A: боль да, деньги да, срок да')).toBeAttached()
  })

  await test.step('it stands first in Today, its clock runs', async () => {
    await page.getByRole('link', { name: 'Сегодня' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Сегодня')
    const waiting = page.getByRole('region', { name: 'Лиды A ждут нас' })
    const first = page.locator('.g-work').first()
    await expect(waiting.locator('.g-work')).toHaveCount(1)
    await expect(first).toContainText('ООО «Горячий лид»')
    await expect(first.getByRole('img', { name: /осталось|просрочен/ })).toBeVisible()
    await expect(first.getByRole('link', { name: 'Позвонить: Плёнка для линии' })).toHaveAttribute(
      'href',
      'tel:+74957654321',
    )
  })

  await test.step('a call is logged by keys and it leaves', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('l')
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('О чём говорили, одной строкой').fill('Договорились о предоплате')
    await page.keyboard.press('Enter')
    // It is their first talk with us, and an A does not wait until they are studied: a word lets it through.
    await drawer.getByRole('button', { name: 'Без досье' }).click()
    await drawer.getByLabel('Почему без досье').fill('Линия встаёт')
    expect(await findBarriers(page)).toEqual([])
    await drawer.getByRole('button', { name: 'Записать' }).click()
    await expect(drawer).toBeHidden()
    await expect(page.getByRole('region', { name: 'Лиды A ждут нас' })).toHaveCount(0)
  })

  await test.step('without a step it stands among those that cool; it is put off and comes back', async () => {
    const cooling = page.getByRole('region', { name: 'Сделки без шага' }).locator('.g-work', {
      hasText: 'ООО «Горячий лид»',
    })
    await expect(cooling).toContainText('говорили сегодня')
    await cooling.getByRole('link', { name: 'ООО «Горячий лид»' }).focus()
    await page.keyboard.press('s')
    await page.getByRole('dialog').getByLabel('Почему').fill('Ждём оплату')
    await page.keyboard.press('Enter')
    await expect(cooling).toHaveCount(0)
    await page.keyboard.press('Control+z')
    await expect(cooling).toHaveCount(1)
  })
})

test.describe('a head with nothing of their own', () => {
  test.use({ storageState: readerState })
  test('is told what burns in the team, and opens that queue', async ({ page }) => {
    await page.goto('/today')
    await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
    await expect(page.getByText(/In the team \d+ (A lead|step)/)).toBeVisible()
    await page.getByRole('link', { name: /^Queue of / }).click()
    await expect(page).toHaveURL(/owner=/)
    await expect(page.locator('.g-queue section').first()).toBeVisible()
  })
})
