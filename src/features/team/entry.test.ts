import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { oneTimeCode } from '../../../test/support/one-time-code.ts'
import { PASSWORD, type TestApp, testApp } from '../../../test/support/test-app.ts'
import { type Visitor, visitor } from '../../../test/support/visitor.ts'
import { teamContract as team } from './contract.ts'

let app: TestApp
const NOW = '2026-06-12T09:00:00Z'
beforeAll(async () => {
  app = await testApp({ now: NOW })
})
afterAll(() => app.close())

const tokenOf = (path: string): string => new URLSearchParams(path.split('?')[1]).get('token') ?? ''
const isIn = async (who: Visitor): Promise<boolean> => (await who.send(team.getMe)).status === 200

async function invite(email: string) {
  const owner = app.as('owner')
  const made = await owner.call(team.addUser, { body: { name: 'Пётр Сомов', email, role: 'rep' } })
  return { owner, user: made.user, token: tokenOf(made.setPasswordPath) }
}

/** A person with a password, signed in from a browser of their own. */
async function signedInPerson(email: string, headers: Record<string, string> = {}) {
  const { user, token } = await invite(email)
  const browser = visitor(app, headers)
  await browser.send(team.setPassword, { body: { token, newPassword: PASSWORD } })
  return { user, browser }
}

async function signIn(email: string, password = PASSWORD, headers: Record<string, string> = {}) {
  const browser = visitor(app, headers)
  return { browser, answer: await browser.send(team.signIn, { body: { email, password } }) }
}

/** As if so many had been tried in a span that has just begun. */
const spend = (key: string, attempts: number) =>
  app.db
    .insertInto('signInLimit')
    .values({ key, attempts, endsAt: new Date(Date.parse(NOW) + 900_000) })
    .onConflict((it) => it.column('key').doUpdateSet({ attempts }))
    .execute()

describe('the link of an invitation', () => {
  test('is told of before it is used, works once, then says so', async () => {
    const { owner, user, token } = await invite('link@example.com')
    const listed = (await owner.call(team.listUsers)).rows.find((row) => row.id === user.id)
    expect(listed).toMatchObject({
      hasPassword: false,
      linkExpiresAt: expect.stringContaining('2026-06-15') as string,
    })
    const seen = (await app.as('head').call(team.listUsers)).rows.find((row) => row.id === user.id)
    expect(seen?.linkExpiresAt).toBeNull()
    const guest = visitor(app)
    expect((await guest.send(team.checkLink, { body: { token } })).body).toMatchObject({
      email: 'link@example.com',
    })
    const weak = await guest.send(team.setPassword, { body: { token, newPassword: 'Сомов12345' } })
    expect(weak.error).toMatchObject({ code: 'weakPassword', data: { fault: 'personal' } })
    const set = await guest.send(team.setPassword, { body: { token, newPassword: PASSWORD } })
    expect(set.body).toEqual({ needsCode: false })
    expect(await isIn(guest)).toBe(true)
    for (const operation of [team.checkLink, team.setPassword] as const) {
      const again = await visitor(app).send(operation, { body: { token, newPassword: PASSWORD } })
      expect(again.error?.code).toBe('linkUsed')
    }
  })

  test('of two who use it at once, one does', async () => {
    const { token } = await invite('twice@example.com')
    const answers = await Promise.all(
      ['первый из двоих', 'второй из двоих'].map((newPassword) =>
        visitor(app).send(team.setPassword, { body: { token, newPassword } }),
      ),
    )
    expect(answers.map((it) => it.error?.code ?? 'ok').sort()).toEqual(['linkUsed', 'ok'])
  })

  test('a new one replaces it, a revoked one and an old one say what to do', async () => {
    const { owner, user, token } = await invite('renew@example.com')
    const renewed = await owner.call(team.resetPassword, { params: { id: user.id } })
    const old = await visitor(app).send(team.checkLink, { body: { token } })
    expect(old.error?.code).toBe('linkUsed')
    const fresh = tokenOf(renewed.setPasswordPath)
    app.clock.set('2026-06-15T09:00:00Z')
    const late = await visitor(app).send(team.checkLink, { body: { token: fresh } })
    expect(late.error?.code).toBe('linkExpired')
    app.clock.set(NOW)
    await owner.call(team.revokePasswordLink, { params: { id: user.id } })
    expect((await visitor(app).send(team.checkLink, { body: { token: fresh } })).error?.code).toBe('linkUsed')
    const none = await owner.send(team.revokePasswordLink, { params: { id: user.id } })
    expect(none.error?.code).toBe('linkUsed')
  })

  test('a password set by a link ends the sessions; no token is kept or written down', async () => {
    const { user, browser } = await signedInPerson('reset@example.com')
    const made = await app.as('owner').call(team.resetPassword, { params: { id: user.id } })
    const token = tokenOf(made.setPasswordPath)
    await visitor(app).send(team.setPassword, { body: { token, newPassword: 'совсем другие слова' } })
    expect(await isIn(browser)).toBe(false)
    const rows = [
      await app.db.selectFrom('auditLog').selectAll().execute(),
      await app.db.selectFrom('passwordLink').selectAll().execute(),
      await app.db.selectFrom('authVerification').selectAll().execute(),
    ]
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('closing access takes the link back; for whoever is out there is none', async () => {
    const { owner, user, token } = await invite('closed@example.com')
    await owner.call(team.updateUser, { params: { id: user.id }, body: { rev: user.rev, isActive: false } })
    expect((await visitor(app).send(team.checkLink, { body: { token } })).error?.code).toBe('linkUsed')
    const answer = await owner.send(team.resetPassword, { params: { id: user.id } })
    expect(answer.error?.code).toBe('deactivated')
  })
})

describe('guessing', () => {
  test('an account is closed to guesses from everywhere, known or not, and says for how long', async () => {
    await signedInPerson('target@example.com', { 'x-forwarded-for': '203.0.113.7' })
    for (const email of ['target@example.com', 'nobody@example.com']) {
      await spend(`account ${email}`, 8)
      const codes: string[] = []
      for (let at = 0; at < 3; at++) {
        const from = { 'x-forwarded-for': `198.51.100.${at}` }
        const { answer } = await signIn(email, `guess number ${at}`, from)
        codes.push(answer.error?.code ?? 'ok')
        if (at === 2) expect(answer.error?.data['retryAfterSeconds']).toBe(900)
      }
      expect(codes).toEqual(['wrongPassword', 'wrongPassword', 'tooManyRequests'])
    }
    // Strangers do not lock out whoever works where they always do.
    const home = await signIn('target@example.com', PASSWORD, { 'x-forwarded-for': '203.0.113.7' })
    expect(home.answer.status).toBe(200)
    app.clock.set('2026-06-12T09:16:00Z')
    const later = await signIn('target@example.com', PASSWORD, { 'x-forwarded-for': '198.51.100.99' })
    expect(later.answer.status).toBe(200)
    app.clock.set(NOW)
  })

  test('an address is slowed down over all accounts; who succeeds is not charged', async () => {
    await signedInPerson('many@example.com')
    const from = { 'x-forwarded-for': '2001:db8:1:2::5' }
    for (let at = 0; at < 3; at++) {
      expect((await signIn('many@example.com', PASSWORD, from)).answer.status).toBe(200)
    }
    await spend('address 2001:db8:1:2', 28)
    const codes: string[] = []
    for (let at = 0; at < 3; at++) {
      // Another address of the same network.
      const next = { 'x-forwarded-for': `2001:db8:1:2::${at + 10}` }
      codes.push((await signIn(`who${at}@example.com`, 'some guess', next)).answer.error?.code ?? 'ok')
    }
    expect(codes).toEqual(['wrongPassword', 'wrongPassword', 'tooManyRequests'])
  })

  test('a slow guess is stopped by the day', async () => {
    const codes: string[] = []
    for (let hour = 1; hour < 8; hour++) {
      app.clock.set(`2026-06-13T0${hour}:00:00Z`)
      const from = { 'x-forwarded-for': `192.0.2.${hour}` }
      codes.push((await signIn('slow@example.com', 'some guess', from)).answer.error?.code ?? 'ok')
      // Nine more in the same hour, from wherever.
      await app.db
        .updateTable('signInLimit')
        .set({ attempts: hour * 10 })
        .where('key', '=', 'account-day slow@example.com')
        .execute()
    }
    expect(codes.slice(0, 6)).not.toContain('tooManyRequests')
    expect(codes[6]).toBe('tooManyRequests')
    app.clock.set(NOW)
  })
})

describe('my password', () => {
  test('needs the old one, ends the other sessions, and is no easy one', async () => {
    const { user, browser } = await signedInPerson('own@example.com')
    const other = (await signIn('own@example.com')).browser
    const change = (currentPassword: string, newPassword: string) =>
      browser.send(team.changePassword, { body: { currentPassword, newPassword } })
    expect((await change('not it at all', 'новые слова тут')).error?.code).toBe('notYourPassword')
    expect((await change(PASSWORD, 'йцукенгшщз')).error?.data['fault']).toBe('common')
    expect((await change(PASSWORD, 'новые слова тут')).status).toBe(200)
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false])
    expect((await signIn('own@example.com')).answer.error?.code).toBe('wrongPassword')
    await spend(`account confirm ${user.id}`, 10)
    expect((await change('not it again', 'ещё одни слова')).error?.code).toBe('tooManyRequests')
  })
})

describe('sessions', () => {
  const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0' }

  test('are told in words, and ended one by one or all at once', async () => {
    const { browser } = await signedInPerson('where@example.com', firefox)
    const others = [
      (await signIn('where@example.com')).browser,
      (await signIn('where@example.com')).browser,
      (await signIn('where@example.com')).browser,
    ] as const
    const { rows } = (await browser.send(team.listMySessions)).body
    expect(rows).toHaveLength(4)
    const here = rows.find((row) => row.isCurrent)
    expect(here).toMatchObject({ browser: 'Firefox', system: 'Linux', isPhone: false, address: '127.0.0.1' })
    expect(here?.lastUsedAt).toContain('2026-06-12T09:00')
    expect(JSON.stringify(rows)).not.toContain([...browser.cookies.values()][0]?.split('.')[0])
    const one = rows.find((row) => !row.isCurrent)?.id ?? ''
    expect((await browser.send(team.endMySession, { params: { id: one } })).status).toBe(200)
    expect((await browser.send(team.endMySession, { params: { id: one } })).status).toBe(404)
    expect((await browser.send(team.endMySessions, { query: { except: 'this' } })).body).toEqual({ ended: 2 })
    expect(await isIn(browser)).toBe(true)
    expect(await Promise.all(others.map(isIn))).toEqual([false, false, false])
    await browser.send(team.endMySessions)
    expect(await isIn(browser)).toBe(false)
  })

  test('of another: only the owner sees and ends them', async () => {
    const { user, browser } = await signedInPerson('theirs@example.com')
    const params = { id: user.id }
    expect((await app.as('head').send(team.endSessions, { params })).status).toBe(403)
    const mine = await signedInPerson('mine@example.com')
    const [session] = (await app.as('owner').call(team.listSessions, { params })).rows
    const foreign = await mine.browser.send(team.endMySession, { params: { id: session?.id ?? '' } })
    expect(foreign.status).toBe(404)
    expect(await app.as('owner').call(team.endSessions, { params })).toEqual({ ended: 1 })
    expect(await isIn(browser)).toBe(false)
  })
})

describe('the second step', () => {
  async function withSecondStep(email: string) {
    const person = await signedInPerson(email)
    const other = (await signIn(email)).browser
    const { secret } = (await person.browser.send(team.beginTwoFactor, { body: { password: PASSWORD } })).body
    const on = await person.browser.send(team.confirmTwoFactor, { body: { code: oneTimeCode(secret) } })
    return { ...person, other, secret, recoveryCodes: on.body.recoveryCodes }
  }

  test('is turned on by a code, ends the other sessions, and is asked for', async () => {
    const { browser, other, secret, recoveryCodes } = await withSecondStep('second@example.com')
    expect(recoveryCodes).toHaveLength(10)
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false])
    expect((await browser.send(team.getMe)).body.user.isTwoFactorOn).toBe(true)
    const { browser: next, answer } = await signIn('second@example.com')
    expect(answer.body).toEqual({ needsCode: true })
    expect(await isIn(next)).toBe(false)
    const wrong = await next.send(team.signInWithCode, { body: { code: '000000' } })
    expect(wrong.error?.code).toBe('wrongCode')
    const code = oneTimeCode(secret)
    expect(
      (await next.send(team.signInWithCode, { body: { code: `${code.slice(0, 3)} ${code.slice(3)}` } }))
        .status,
    ).toBe(200)
    expect(await isIn(next)).toBe(true)
    // Whoever looked over the shoulder comes too late.
    const shoulder = (await signIn('second@example.com')).browser
    expect((await shoulder.send(team.signInWithCode, { body: { code } })).error?.code).toBe('wrongCode')
    expect(await isIn(shoulder)).toBe(false)
    const again = (await signIn('second@example.com')).browser
    const later = await again.send(team.signInWithCode, { body: { code: oneTimeCode(secret, 1) } })
    expect(later.status).toBe(200)
  })

  test('a recovery code works once, new ones replace the old', async () => {
    const { browser, recoveryCodes } = await withSecondStep('recover@example.com')
    const [first = '', second = ''] = recoveryCodes
    const use = async (code: string) => {
      const { browser: next } = await signIn('recover@example.com')
      return (await next.send(team.signInWithCode, { body: { code } })).error?.code ?? 'ok'
    }
    expect(await use(first)).toBe('ok')
    expect(await use(first)).toBe('wrongCode')
    const renewed = await browser.send(team.renewRecoveryCodes, { body: { password: PASSWORD } })
    expect(await use(second)).toBe('wrongCode')
    expect(await use(renewed.body.recoveryCodes[0] ?? '')).toBe('ok')
  })

  test('guessed codes end the attempt, then close the account for a while', async () => {
    await withSecondStep('codes@example.com')
    const { browser } = await signIn('codes@example.com')
    const codes: string[] = []
    for (let at = 0; at < 7; at++) {
      const answer = await browser.send(team.signInWithCode, { body: { code: `00000${at}` } })
      codes.push(answer.error?.code ?? 'ok')
    }
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'wrongCode'))
    expect(codes.slice(5)).toEqual(['signInAgain', 'signInAgain'])
    const next = (await signIn('codes@example.com')).browser
    for (let at = 0; at < 5; at++) await next.send(team.signInWithCode, { body: { code: `00000${at}` } })
    const last = (await signIn('codes@example.com')).browser
    const locked = await last.send(team.signInWithCode, { body: { code: '000000' } })
    expect(locked.error?.code).toBe('tooManyRequests')
    const noStep = await visitor(app).send(team.signInWithCode, { body: { code: '000000' } })
    expect(noStep.error?.code).toBe('signInAgain')
  })

  test('is turned off by the password, or by the owner for whoever lost it', async () => {
    const { user, browser } = await withSecondStep('off@example.com')
    const wrong = await browser.send(team.turnOffTwoFactor, { body: { password: 'not it' } })
    expect(wrong.error?.code).toBe('notYourPassword')
    expect((await app.as('head').send(team.resetTwoFactor, { params: { id: user.id } })).status).toBe(403)
    await app.as('owner').call(team.resetTwoFactor, { params: { id: user.id } })
    expect(await isIn(browser)).toBe(false)
    const { browser: next, answer } = await signIn('off@example.com')
    expect(answer.body).toEqual({ needsCode: false })
    const { secret } = (await next.send(team.beginTwoFactor, { body: { password: PASSWORD } })).body
    await next.send(team.confirmTwoFactor, { body: { code: oneTimeCode(secret) } })
    expect((await next.send(team.turnOffTwoFactor, { body: { password: PASSWORD } })).status).toBe(200)
    expect((await signIn('off@example.com')).answer.body).toEqual({ needsCode: false })
  })

  test('no secret and no code is written down or told again', async () => {
    const { browser, secret, recoveryCodes } = await withSecondStep('quiet@example.com')
    const begun = await browser.send(team.beginTwoFactor, { body: { password: PASSWORD } })
    expect(begun.error?.code).toBe('twoFactorIsOn')
    const kept = JSON.stringify([
      await app.db.selectFrom('auditLog').selectAll().execute(),
      await app.db.selectFrom('authTwoFactor').selectAll().execute(),
      await app.db.selectFrom('liveEvent').selectAll().execute(),
      (await app.as('owner').call(team.listUsers)).rows,
    ])
    for (const word of [secret, ...recoveryCodes]) expect(kept).not.toContain(word)
  })
})
