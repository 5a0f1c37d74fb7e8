import { type APIResponse } from '@playwright/test'
import { owner, ownerState, reader, readerState } from '../support/people.ts'
import { test as setup } from '../support/story.ts'

async function read<T>(answer: APIResponse): Promise<T> {
  if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as T
}

setup('a demo company, its owner and a reader of English', async ({ request, playwright, baseURL }) => {
  const workspace = {
    name: 'Пример',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    country: 'RU',
    pricesIncludeVat: false,
  }
  await read(await request.post('/api/setup', { data: { owner, workspace } }))
  await read(await request.post('/api/demo', { data: { language: 'ru' } }))
  const { setPasswordPath } = await read<{ setPasswordPath: string }>(
    await request.post('/api/users', { data: { name: reader.name, email: reader.email, role: 'owner' } }),
  )
  await request.storageState({ path: ownerState })

  const theirs = await playwright.request.newContext(baseURL ? { baseURL } : {})
  const token = new URL(setPasswordPath, baseURL).searchParams.get('token')
  await read(await theirs.post('/api/password', { data: { token, newPassword: reader.password } }))
  const { user } = await read<{ user: { rev: number } }>(await theirs.get('/api/me'))
  await read(await theirs.patch('/api/me', { data: { rev: user.rev, language: 'en' } }))
  await theirs.storageState({ path: readerState })
  await theirs.dispose()
})
