import type { teamContract } from '#features/team/contract.ts'
import type { tokensContract } from '#features/tokens/contract.ts'
import { newId } from '#kernel/id.ts'
import type { ProbesOf } from './probe.ts'

const stale = -1
const workspace = {
  name: 'Ещё одна',
  language: 'ru' as const,
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  country: 'RU',
  pricesIncludeVat: true,
}
// Let in, and refused for what was sent; guessing is slowed down.
const refused = [422, 429]
const nobodys = () => ({ params: { id: newId() } })
const wrongPassword = () => ({ body: { password: 'wrong' } })
const person = () => ({ name: 'Новичок', email: `${newId()}@example.com`, password: 'correct horse battery' })

export const teamProbes = {
  getSetup: { about: 'role', who: 'anyone' },
  setUp: {
    about: 'role',
    who: 'anyone',
    call: () => ({ body: { owner: person(), workspace } }),
    answers: [422],
  },
  signIn: {
    about: 'role',
    who: 'anyone',
    call: () => ({ body: { email: 'nobody@example.com', password: 'wrong' } }),
    answers: [422, 429],
  },
  // With the person's own cookie it would end their session, which the other probes need.
  signOut: { about: 'elsewhere', who: 'anyone', test: 'src/features/team/api.test.ts' },
  setPassword: {
    about: 'role',
    who: 'anyone',
    call: () => ({ body: { token: 'none', newPassword: 'correct horse battery' } }),
    answers: [422, 429],
  },
  signInWithCode: {
    about: 'role',
    who: 'anyone',
    call: () => ({ body: { code: '000000' } }),
    answers: refused,
  },
  checkLink: { about: 'role', who: 'anyone', call: () => ({ body: { token: 'none' } }), answers: refused },
  changePassword: {
    about: 'role',
    who: 'everybody',
    call: () => ({ body: { currentPassword: 'wrong', newPassword: 'correct horse battery' } }),
    answers: refused,
  },
  listMySessions: { about: 'role', who: 'everybody' },
  endMySession: { about: 'role', who: 'everybody', call: nobodys, answers: [404] },
  endMySessions: { about: 'role', who: 'everybody', call: () => ({ query: { except: 'this' } }) },
  beginTwoFactor: { about: 'role', who: 'everybody', call: wrongPassword, answers: refused },
  confirmTwoFactor: {
    about: 'role',
    who: 'everybody',
    call: () => ({ body: { code: '000000' } }),
    answers: refused,
  },
  renewRecoveryCodes: { about: 'role', who: 'everybody', call: wrongPassword, answers: refused },
  turnOffTwoFactor: { about: 'role', who: 'everybody', call: wrongPassword, answers: refused },
  revokePasswordLink: { about: 'role', who: 'owners', call: nobodys, answers: [404] },
  listSessions: {
    about: 'role',
    who: 'owners',
    call: (world) => ({ params: { id: world.person('rep').id } }),
  },
  endSessions: { about: 'role', who: 'owners', call: nobodys, answers: [404] },
  resetTwoFactor: { about: 'role', who: 'owners', call: nobodys, answers: [404] },
  getMe: { about: 'role', who: 'everybody' },
  updateMe: { about: 'role', who: 'everybody', call: () => ({ body: { rev: stale } }), answers: [409] },
  updateWorkspace: { about: 'role', who: 'owners', call: () => ({ body: { rev: stale } }), answers: [409] },
  listUsers: { about: 'role', who: 'everybody' },
  addUser: {
    about: 'role',
    who: 'owners',
    call: () => ({ body: { name: 'Новичок', email: `${newId()}@example.com`, role: 'rep' } }),
  },
  updateUser: {
    about: 'role',
    who: 'owners',
    call: (world) => ({ params: { id: world.person('rep').id }, body: { rev: stale } }),
    answers: [409],
  },
  resetPassword: {
    about: 'role',
    who: 'owners',
    call: (world) => ({ params: { id: world.person('marketer').id } }),
  },
  listTeams: { about: 'role', who: 'everybody' },
  addTeam: { about: 'role', who: 'owners', call: () => ({ body: { name: newId() } }) },
  updateTeam: {
    about: 'role',
    who: 'owners',
    call: (world) => ({ params: { id: world.person('rep').teamId ?? '' }, body: { rev: stale } }),
    answers: [409],
  },
} satisfies ProbesOf<typeof teamContract>

export const tokensProbes = {
  list: { about: 'role', who: 'everybody' },
  create: {
    about: 'role',
    who: 'everybody',
    call: () => ({ body: { name: 'Ключ', scopes: ['clients:read'] } }),
  },
  // Nobody's token; that another person's is not there either is told in the slice.
  revoke: { about: 'role', who: 'everybody', call: () => ({ params: { id: newId() } }), answers: [404] },
} satisfies ProbesOf<typeof tokensContract>
