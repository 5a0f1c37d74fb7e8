import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roles } from '#kernel/operation.ts'
import { requirable } from './fields.ts'
import { type Contact, judgeContact, type Verdict } from './judge-contact.ts'

// A rep talks to a new company for the first time, knows nothing of it, and says nothing for it.
const first: Contact = {
  isCompany: true,
  hasOrders: false,
  hasTalks: false,
  wasPerson: false,
  isGateOn: true,
  missing: ['pain'],
  waiver: null,
  role: 'rep',
  hasGradeA: false,
}
const waiver = 'Звонит сам, ждать не будет'
const passed = (by: Extract<Verdict, { kind: 'passed' }>['by']): Verdict => ({ kind: 'passed', by })

describe('a talk', () => {
  test.each<[string, Partial<Contact>, Verdict]>([
    ['a first one without facts is refused', {}, { kind: 'dossierIncomplete' }],
    ['with the facts it passes', { missing: [] }, passed('facts')],
    ['facts come before a note', { missing: [], waiver, role: 'head' }, passed('facts')],
    ['a head lets it through with a note', { waiver, role: 'head' }, passed('head')],
    ['so does the owner', { waiver, role: 'owner' }, passed('head')],
    ['a head without a note does not', { role: 'head' }, { kind: 'dossierIncomplete' }],
    ['a rep may not', { waiver }, { kind: 'waiverNotYours' }],
    ['a rep may where a lead is A', { waiver, hasGradeA: true }, passed('gradeA')],
    ['an A alone is not enough', { hasGradeA: true }, { kind: 'dossierIncomplete' }],
    ['nothing is asked where the gate is off', { isGateOn: false }, passed('gateOff')],
    ['the second talk is free', { hasTalks: true }, { kind: 'known' }],
    ['who buys is known', { hasOrders: true }, { kind: 'known' }],
    ['a person is met without a dossier', { isCompany: false }, passed('person')],
    ['a person met before is known', { isCompany: false, hasTalks: true }, { kind: 'known' }],
    [
      'a company that was taken for a person is new',
      { hasTalks: true, wasPerson: true },
      { kind: 'dossierIncomplete' },
    ],
    ['unless it buys', { hasTalks: true, wasPerson: true, hasOrders: true }, { kind: 'known' }],
  ])('%s', (_name, given, verdict) => {
    expect(judgeContact({ ...first, ...given })).toEqual(verdict)
  })

  test('with a new company never passes without facts or a note while the gate is on', () => {
    const any = fc.record<Contact>({
      isCompany: fc.constant(true),
      hasOrders: fc.constant(false),
      hasTalks: fc.constant(false),
      wasPerson: fc.boolean(),
      isGateOn: fc.constant(true),
      missing: fc.subarray([...requirable]),
      waiver: fc.option(fc.constant(waiver)),
      role: fc.constantFrom(...roles),
      hasGradeA: fc.boolean(),
    })
    fc.assert(
      fc.property(any, (contact) => {
        const verdict = judgeContact(contact)
        const mayWaive = contact.hasGradeA || ['owner', 'head'].includes(contact.role)
        const passes = contact.missing.length === 0 || (contact.waiver !== null && mayWaive)
        expect(verdict.kind === 'passed').toBe(passes)
      }),
    )
  })
})
