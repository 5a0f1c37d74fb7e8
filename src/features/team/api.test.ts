import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { teamContract as team } from './contract.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

describe('first run and sign-in', () => {
  test('the set-up is done once', async () => {
    const stranger = await app.gorn.app.inject({ method: 'GET', url: '/api/setup' })
    expect(stranger.json()).toEqual({ isNeeded: false })
    const again = await app.as('owner').send(team.setUp, {
      body: {
        owner: { name: 'X', email: 'x@example.com', password: '1234567890' },
        workspace: {
          name: 'X',
          language: 'en',
          timeZone: 'Europe/London',
          currency: 'GBP',
          country: 'GB',
          pricesIncludeVat: true,
        },
      },
    })
    expect(again.error?.code).toBe('alreadySetUp')
  })

  test('a stranger gets 401, a wrong password a refusal, a foreign page 403', async () => {
    expect((await app.gorn.app.inject({ method: 'GET', url: '/api/me' })).statusCode).toBe(401)
    const wrong = await app
      .as('owner')
      .send(team.signIn, { body: { email: 'owner@example.com', password: 'no' } })
    expect(wrong.error?.code).toBe('wrongPassword')
    const foreign = await app.gorn.app.inject({
      method: 'POST',
      url: '/api/teams',
      headers: { cookie: app.as('owner').cookie, origin: 'http://elsewhere.example' },
      payload: { name: 'X' },
    })
    expect(foreign.statusCode).toBe(403)
  })

  test('a link sets the password once; deactivation ends the session', async () => {
    const owner = app.as('owner')
    const added = await owner.call(team.addUser, {
      body: { name: 'Пётр', email: 'Petr@Example.com', role: 'rep' },
    })
    const token = new URLSearchParams(added.setPasswordPath.split('?')[1]).get('token') ?? ''
    const first = await owner.send(team.setPassword, { body: { token, newPassword: 'длинный пароль' } })
    expect(first.status).toBe(200)
    const second = await owner.send(team.setPassword, { body: { token, newPassword: 'другой пароль!' } })
    expect(second.error?.code).toBe('linkUsed')
    await owner.call(team.updateUser, {
      params: { id: added.user.id },
      body: { rev: added.user.rev, isActive: false },
    })
    const denied = await owner.send(team.signIn, {
      body: { email: 'petr@example.com', password: 'длинный пароль' },
    })
    expect(denied.error?.code).toBe('deactivated')
  })
})

describe('people and workspace', () => {
  test('only the owner changes people; a stale rev is a conflict with the newer row', async () => {
    const denied = await app
      .as('head')
      .send(team.addUser, { body: { name: 'X', email: 'x@example.com', role: 'rep' } })
    expect(denied.status).toBe(403)
    const me = await app.as('owner').call(team.getMe)
    const changed = await app
      .as('owner')
      .call(team.updateWorkspace, { body: { rev: me.workspace.rev, repVisibility: 'team' } })
    expect(changed.repVisibility).toBe('team')
    const stale = await app
      .as('owner')
      .send(team.updateWorkspace, { body: { rev: me.workspace.rev, name: 'Старое' } })
    expect(stale.status).toBe(409)
    expect(stale.error?.data['current']).toMatchObject({ repVisibility: 'team' })
  })

  test('the last owner cannot leave', async () => {
    const me = await app.as('owner').call(team.getMe)
    const answer = await app
      .as('owner')
      .send(team.updateUser, { params: { id: me.user.id }, body: { rev: me.user.rev, role: 'rep' } })
    expect(answer.error?.code).toBe('lastOwner')
  })

  test('an unknown zone or currency is named', async () => {
    const me = await app.as('owner').call(team.getMe)
    const zone = await app
      .as('owner')
      .send(team.updateWorkspace, { body: { rev: me.workspace.rev, timeZone: 'Mars/Olympus' } })
    expect(zone.error).toEqual({ code: 'unknownTimeZone', data: { timeZone: 'Mars/Olympus' } })
  })

  test('an observer reads no addresses', async () => {
    const { rows } = await app.as('observer').call(team.listUsers)
    expect(rows.every((row) => row.email === '')).toBe(true)
  })

  test('every change is in the audit log', async () => {
    const entries = await app.db.selectFrom('auditLog').select('action').execute()
    expect(entries.map((entry) => entry.action)).toEqual(
      expect.arrayContaining([
        'workspace.created',
        'user.added',
        'user.deactivated',
        'user.passwordSet',
        'workspace.updated',
      ]),
    )
  })
})

test('a team or a person that is not there is refused in words, and so is a rev that no row can have', async () => {
  const owner = app.as('owner')
  const nobody = app.as('rep').id.replace(/.{4}$/, 'ffff')
  const answers = [
    await owner.send(team.addTeam, { body: { name: 'Без главы', headId: nobody } }),
    await owner.send(team.addUser, {
      body: { name: 'Без команды', email: 'noteam@example.com', role: 'rep', teamId: nobody },
    }),
  ]
  expect(answers.map(({ status, error }) => [status, error?.code])).toEqual([
    [404, 'notFound'],
    [404, 'notFound'],
  ])
  expect((await owner.send(team.updateMe, { body: { rev: 1e308, name: 'Owner' } })).status).toBe(400)
})
