import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { contract } from '#contract.ts'
import { listRights } from '#features/team/ui/rights.ts'
import { rightTexts } from '#features/team/ui/rights-text.ts'
import { mayCall, type Operation, operation, roles } from '#kernel/operation.ts'

const { ru, en } = rightTexts
const rights = listRights(contract, ru.rights)

describe('the table of who can do what', () => {
  test('every right and every area has words in both languages', () => {
    expect(rights.map(({ key }) => key).filter((key) => !ru.rights[key] || !en.rights[key])).toEqual([])
    expect(rights.map(({ area }) => area).filter((area) => !ru.areas[area] || !en.areas[area])).toEqual([])
    expect(Object.keys(en.rights)).toEqual(Object.keys(ru.rights))
    expect(Object.keys(en.areas)).toEqual(Object.keys(ru.areas))
  })

  test('operations of one right let in the same roles; one that differs is named apart', () => {
    const keys = rights.map(({ key }) => key)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })

  test('what is shown is what the server enforces', () => {
    const operations = Object.values(contract).flatMap((group) => Object.values(group) as Operation[])
    for (const role of roles) {
      const may = operations.filter(({ access }) => access !== 'public' && mayCall(access, role))
      expect(rights.some((right) => right.roles.includes(role))).toBe(may.length > 0)
    }
    const open = operation({
      method: 'GET',
      path: '/api/x',
      summary: 'x',
      access: 'signedIn',
      ok: z.object({}),
    })
    const closed = { ...open, access: ['owner'] } as Operation
    expect(listRights({ x: { open, closed } }, {})).toEqual([
      { area: 'x', key: 'x:read', roles: [...roles] },
      { area: 'x', key: 'x:read', roles: ['owner'] },
    ])
  })
})
