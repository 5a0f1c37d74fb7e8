import { send, type Server } from './server.ts'

const PASSWORD = 'correct horse battery'
const REPS = 20

export type People = { owner: string; rep: string; repIds: string[] }

/** The first run, through the same doors as a real one: an owner, and reps, one of whom signs in. Answers their cookies. */
export async function foundCompany(server: Server): Promise<People> {
  const { cookie: owner } = await send(server, '/api/setup', {
    body: {
      owner: { name: 'Марина Белова', email: 'owner@bench.example', password: PASSWORD },
      workspace: {
        name: 'Замер',
        language: 'ru',
        timeZone: 'Europe/Moscow',
        currency: 'RUB',
        country: 'RU',
        pricesIncludeVat: false,
      },
    },
  })
  const repIds: string[] = []
  let rep = ''
  for (let number = 0; number < REPS; number++) {
    const body = { name: `Менеджер ${number}`, email: `rep${number}@bench.example`, role: 'rep' }
    const { text } = await send(server, '/api/users', { cookie: owner, body })
    const invited = JSON.parse(text) as { user: { id: string }; setPasswordPath: string }
    repIds.push(invited.user.id)
    if (rep) continue
    const token = new URL(invited.setPasswordPath, server.url).searchParams.get('token')
    rep = (await send(server, '/api/password', { body: { token, newPassword: PASSWORD } })).cookie
  }
  return { owner, rep, repIds }
}
