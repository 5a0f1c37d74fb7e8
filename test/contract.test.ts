import { describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { mayCall, type Operation, roles, scopesOf } from '#kernel/operation.ts'
import { teamContract } from '#features/team/contract.ts'
import { commonRefusals } from '#kernel/refusal.ts'
import { refusalCodes, refusalText } from '#refusals.ts'

const operations = Object.entries(contract).flatMap(([slice, group]) =>
  Object.entries(group).map(([name, operation]) => [`${slice}.${name}`, operation as Operation] as const),
)

describe('the contract', () => {
  test('two operations never share a method and a path', () => {
    const addresses = operations.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([])
  })

  test.each(operations)('%s says who may call it and what for', (_name, operation) => {
    expect(operation.summary).toMatch(/\S{3,}/)
    const { access } = operation
    expect(access === 'public' || access === 'signedIn' || access.length > 0).toBe(true)
    if (access !== 'public' && access !== 'signedIn') {
      for (const role of access) expect(roles).toContain(role)
      // The owner may do everything.
      expect(mayCall(access, 'owner')).toBe(true)
    }
    expect(operation.path.includes('{')).toBe(operation.params !== undefined)
  })

  test('only the way in and forms on sites are open to strangers', () => {
    const open = operations.filter(([, { access }]) => mayCall(access, null)).map(([name]) => name)
    expect(open.sort()).toEqual([
      'forms.page',
      'forms.script',
      'forms.submit',
      'forms.thanks',
      'team.checkLink',
      'team.getSetup',
      'team.setPassword',
      'team.setUp',
      'team.signIn',
      'team.signInWithCode',
      'team.signOut',
    ])
  })

  test('an observer and a marketer change no record', () => {
    const own = new Set([
      ...Object.entries(teamContract)
        .filter(([, { path, access }]) => access === 'public' || path.startsWith('/api/me'))
        .map(([name]) => `team.${name}`),
      'views.create',
      'views.update',
      'views.remove',
      'views.chooseColumns',
      'tokens.create',
      'tokens.revoke',
      // Whoever stands on a page with a form is nobody in particular.
      'forms.submit',
    ])
    const writes = operations.filter(
      ([name, { method, access }]) =>
        method !== 'GET' && !own.has(name) && (mayCall(access, 'observer') || mayCall(access, 'marketer')),
    )
    expect(writes.map(([name]) => name)).toEqual([])
  })
})

describe('tokens', () => {
  const opened = operations.filter(([, { byToken }]) => byToken !== false)

  test('open neither the way in nor people, sessions, rights and tokens', () => {
    const closed = /public|session|password|token|two-factor|invit|recover/
    const loose = opened.filter(([, { access, path }]) => closed.test(`${access.toString()} ${path}`))
    expect(loose.map(([name]) => name)).toEqual([])
    const team = opened.filter(([name]) => /^(team|tokens)\./.test(name)).map(([name]) => name)
    expect(team.sort()).toEqual(['team.getMe', 'team.listTeams', 'team.listUsers'])
  })

  test('have a scope for everything that they open, and no other', () => {
    const scopes = scopesOf(contract)
    expect(scopes).toContain('clients:read')
    expect(scopes).toContain('orders:write')
    expect(scopes).not.toContain('team:write')
    expect(scopes.filter((scope) => scope.startsWith('tokens'))).toEqual([])
  })
})

describe('refusals', () => {
  const codes = [
    ...new Set([...operations.flatMap(([, { refusals }]) => refusals ?? []), ...Object.keys(commonRefusals)]),
  ]
  test.each(codes)('%s has a sentence in both languages', (code) => {
    for (const language of ['ru', 'en'] as const) expect(refusalText(language, code, {})).not.toBe(code)
    expect(refusalText('ru', code, {})).toMatch(/[а-яё]/i)
  })
  test('both languages know the same codes', () => {
    expect(refusalCodes('en').sort()).toEqual(refusalCodes('ru').sort())
  })
})
