import { type Browser, expect, type Page } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { oneTimeCode } from '../../support/one-time-code.ts'
import { owner } from '../../support/people.ts'
import { test } from '../../support/story.ts'

const password = 'stories about people'

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['GORN_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/people-${name}.png` })
}

async function lookAt(page: Page, name: string): Promise<void> {
  await shot(page, name)
  expect(await findBarriers(page), name).toEqual([])
}

/** Invites a person by the screen and opens their link in a browser of their own. */
async function invite(page: Page, browser: Browser, name: string, email: string): Promise<Page> {
  await page.goto('/settings?tab=people')
  await page.getByRole('button', { name: 'Добавить человека' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Имя и фамилия').fill(name)
  await form.getByLabel('Почта').fill(email)
  await form.getByRole('button', { name: 'Добавить человека' }).click()
  const link = await page.getByRole('textbox', { name: 'Ссылка для пароля' }).inputValue()
  await page.keyboard.press('Escape')
  const theirs = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage()
  await theirs.goto(link)
  await expect(theirs.getByText(email)).toBeVisible()
  await theirs.getByLabel('Пароль').fill('йцукенгшщз')
  await expect(theirs.getByText('Такой пароль подбирают первым')).toBeVisible()
  await lookAt(theirs, 'link')
  await theirs.getByLabel('Пароль').fill(password)
  await theirs.getByRole('button', { name: 'Сохранить и войти' }).click()
  await expect(theirs).toHaveURL(/today/)
  return theirs
}

async function enter(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Почта').fill(email)
  await page.getByLabel('Пароль').fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
}

test('a second step is set up, asked for, and stood in for by a recovery code', async ({ page, browser }) => {
  test.setTimeout(300_000)
  const email = 'second@stories.example'
  const mine = await invite(page, browser, 'Вторая Ступень', email)
  await mine.goto('/settings?tab=me')
  await mine.getByRole('button', { name: 'Включить' }).click()
  await mine.getByLabel('Ваш пароль').fill(password)
  await mine.getByRole('button', { name: 'Дальше' }).click()
  await expect(mine.getByRole('img', { name: 'QR-код' })).toBeVisible()
  await lookAt(mine, 'set-up')
  const secret = (await mine.locator('.g-secret').textContent()) ?? ''
  await mine.getByLabel('Код из приложения').fill(oneTimeCode(secret))
  await mine.getByRole('button', { name: 'Включить' }).click()
  await expect(mine.getByRole('heading', { name: 'Коды восстановления' })).toBeVisible()
  const codes = await mine.locator('.g-codes li').allTextContents()
  expect(codes).toHaveLength(10)
  await lookAt(mine, 'recovery')
  await mine.getByRole('button', { name: 'Коды сохранены' }).click()
  await expect(mine.getByText('включён')).toBeVisible()
  await lookAt(mine, 'security')

  await mine.getByRole('button', { name: 'Выйти', exact: true }).click()
  await expect(mine).toHaveURL(/sign-in/)
  await enter(mine, email)
  await expect(mine.getByLabel('Код')).toBeVisible()
  await lookAt(mine, 'code')
  await mine.getByLabel('Код').fill(oneTimeCode(secret))
  await mine.getByRole('button', { name: 'Войти' }).click()
  await expect(mine).toHaveURL(/today/)

  const phone = await (await browser.newContext({ storageState: { cookies: [], origins: [] } })).newPage()
  await enter(phone, email)
  await phone.getByLabel('Код').fill(codes[0] ?? '')
  await phone.getByRole('button', { name: 'Войти' }).click()
  await expect(phone).toHaveURL(/today/)

  await test.step('a session ended elsewhere hides the screen and keeps what was typed', async () => {
    await phone.goto('/settings?tab=me')
    await phone.getByLabel('Имя и фамилия').fill('Набрано, но не сохранено')
    await mine.goto('/settings?tab=me')
    await expect(mine.getByRole('table', { name: 'Где открыт Горн' }).getByRole('row')).toHaveCount(3)
    await mine.getByRole('button', { name: 'Завершить остальные' }).click()
    const over = phone.getByRole('dialog', { name: 'Войдите снова' })
    await expect(over).toBeVisible()
    await lookAt(phone, 'again')
    await over.getByLabel('Пароль').fill(password)
    await over.getByRole('button', { name: 'Войти' }).click()
    await over.getByLabel('Код').fill(codes[1] ?? '')
    await over.getByRole('button', { name: 'Войти' }).click()
    await expect(over).toHaveCount(0)
    await expect(phone.getByLabel('Имя и фамилия')).toHaveValue('Набрано, но не сохранено')
  })
})

test('access is closed with a hand-over of the clients, as one act, and taken back', async ({
  page,
  request,
}) => {
  const { rows } = (await (await request.get('/api/clients?limit=50')).json()) as {
    rows: { ownerId: string | null; ownerName: string }[]
  }
  const { ownerId, ownerName } = rows.find(
    (row) => row.ownerId !== null && row.ownerName !== owner.name,
  ) as (typeof rows)[number]
  const countOf = async (): Promise<number> =>
    ((await (await request.get(`/api/clients/count?owner=${ownerId}`)).json()) as { count: number }).count
  const before = await countOf()
  await page.goto('/settings?tab=people')
  await expect(page.getByRole('button', { name: `Доступ и клиенты: ${ownerName}` })).toBeVisible()
  await lookAt(page, 'people')
  await page.getByRole('button', { name: `Доступ и клиенты: ${ownerName}` }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Где открыт Горн')).toBeVisible()
  await lookAt(page, 'person')
  await drawer.getByRole('button', { name: 'Закрыть доступ' }).click()
  const boxes = page.getByRole('checkbox')
  await boxes.nth(0).check()
  await boxes.nth(1).check()
  await expect(page.getByRole('table', { name: 'Кому сколько' }).getByRole('row')).toHaveCount(3)
  await lookAt(page, 'hand-over')
  await page.getByRole('button', { name: 'Закрыть доступ и передать' }).click()
  await expect(page.getByText(`Доступ закрыт: ${ownerName}`)).toBeVisible()
  expect(await countOf()).toBe(0)
  await page.keyboard.press('Control+KeyZ')
  await expect(page.getByText(/Отменили/)).toBeVisible()
  expect(await countOf()).toBe(before)
  await expect(page.getByText('доступ закрыт', { exact: true })).toHaveCount(0)
})

test('who can do what is told in words, on a phone too', async ({ page }) => {
  await page.goto('/settings?tab=rights')
  await expect(page.getByRole('cell', { name: 'Смотреть и выгружать журнал' })).toBeVisible()
  await lookAt(page, 'rights')
  await page.setViewportSize({ width: 390, height: 844 })
  await lookAt(page, 'rights-phone')
})
