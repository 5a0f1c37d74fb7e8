import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combineClients } from './combine-clients.ts'

const nothing = {
  phone: null,
  email: null,
  otherPhones: [],
  otherEmails: [],
  addresses: [],
  tags: {},
  fields: {},
}

test('what the one that goes has, the one that stays has too', () => {
  const keep = {
    ...nothing,
    phone: '+71',
    otherPhones: ['+72'],
    tags: { опт: true as const },
    fields: { a: 1 },
  }
  const drop = {
    ...nothing,
    phone: '+73',
    email: 'b@x.ru',
    otherPhones: ['+72'],
    addresses: ['Самара'],
    tags: { vip: true as const },
    fields: { a: 2, b: 3 },
  }
  expect(combineClients(keep, drop, {})).toEqual({
    otherPhones: ['+72', '+73'],
    otherEmails: ['b@x.ru'],
    addresses: ['Самара'],
    tags: { опт: true, vip: true },
    fields: { a: 1, b: 3 },
  })
  expect(combineClients(keep, drop, { phone: '+73', email: 'b@x.ru' })).toMatchObject({
    otherPhones: ['+71', '+72'],
  })
  expect(combineClients(keep, nothing, {})).toEqual({})
})

const some = fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5'), { maxLength: 4 })
const client = fc.record({
  phone: fc.option(fc.constantFrom('1', '2', '3', '4', '5')),
  email: fc.option(fc.constantFrom('1', '2', '3')),
  otherPhones: some,
  otherEmails: some,
  addresses: some,
  tags: some.map((names) => Object.fromEntries(names.map((name) => [name, true as const]))),
  fields: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer()),
})

test('no phone, e-mail, address, tag or own field is lost; nothing stands twice', () => {
  fc.assert(
    fc.property(client, client, fc.boolean(), (keep, drop, isPhoneTaken) => {
      const chosen = isPhoneTaken ? { phone: drop.phone } : {}
      const after = { ...keep, ...chosen, ...combineClients(keep, drop, chosen) }
      const phones = [after.phone, ...after.otherPhones].filter(Boolean)
      expect(new Set(phones).size).toBe(phones.length)
      for (const phone of [keep.phone, drop.phone, ...keep.otherPhones, ...drop.otherPhones])
        if (phone) expect(phones).toContain(phone)
      for (const address of [...keep.addresses, ...drop.addresses]) expect(after.addresses).toContain(address)
      expect(Object.keys(after.tags).sort()).toEqual(Object.keys({ ...keep.tags, ...drop.tags }).sort())
      expect(after.fields).toEqual({ ...drop.fields, ...keep.fields })
    }),
  )
})
