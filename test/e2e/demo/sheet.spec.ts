import { expect } from '@playwright/test'
import { findBarriers } from '../../support/barriers.ts'
import { test } from '../../support/story.ts'

const said =
  'Возят из Тулы раз в неделю, жалуются на сроки и на пересорт; договор до марта, решать будут зимой'
const facts = ['industry', 'supplier', 'news', 'tenders', 'pain', 'offer'].map((field) => ({
  field,
  value: said,
  source: 'сайт компании',
}))

test('a rep prints what is known of a client: one page', async ({ page, request }) => {
  const made = await request.post('/api/clients', { data: { name: 'Литейный двор', kind: 'company' } })
  const { id } = (await made.json()) as { id: string }
  await request.post('/api/deals', { data: { clientId: id, title: 'Опоки', amountMinor: 48_000_000 } })
  await request.post(`/api/clients/${id}/facts`, { data: { facts } })
  for (const name of ['Пётр Ильин', 'Ольга Сомова', 'Игорь Климов', 'Анна Лапина'])
    await request.post(`/api/clients/${id}/people`, {
      data: { name, role: 'influencer', position: 'начальник отдела', phones: ['+7 910 000-00-01'] },
    })
  for (let talk = 0; talk < 5; talk++)
    await request.post(`/api/clients/${id}/touches`, {
      data: { kind: 'call', text: said, result: said, dossier: { waiver: 'Знаем их давно' } },
    })
  await page.goto(`/clients/${id}`)
  await page.getByRole('link', { name: 'На одну страницу' }).click()
  const sheet = page.getByRole('article')
  await expect(sheet.getByRole('heading', { name: 'Где болит и что предложить' })).toBeVisible()
  await expect(sheet.getByText('сайт компании').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Печатать' })).toBeEnabled()
  expect(await findBarriers(page)).toEqual([])

  const pages = async (): Promise<number> =>
    ((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [])
      .length
  expect(await pages()).toBe(1)
  // On paper there is the sheet alone, black on white in the dark as well.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('button', { name: 'Печатать' })).toBeHidden()
  await expect(sheet).toHaveCSS('color', 'rgb(0, 0, 0)')
  await expect(sheet).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  expect(await pages()).toBe(1)
})
