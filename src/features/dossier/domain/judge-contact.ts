import type { Role } from '#kernel/operation.ts'
import type { Requirable } from './fields.ts'

/** How a first talk came through. */
export type Passed = 'facts' | 'head' | 'gradeA' | 'gateOff' | 'person'
/** What is known when a talk is written down. */
export type Contact = {
  isCompany: boolean
  hasOrders: boolean
  hasTalks: boolean
  /** the talks there were happened while the client was taken for a person */
  wasPerson: boolean
  isGateOn: boolean
  missing: readonly Requirable[]
  /** why it should be let through all the same */
  waiver: string | null
  role: Role
  hasGradeA: boolean
}
/** What becomes of a talk: none of the gate's business, a first one that passes, or one that is refused. */
export type Verdict =
  | { kind: 'known' }
  | { kind: 'passed'; by: Passed }
  | { kind: 'dossierIncomplete' | 'waiverNotYours' }

/** Whether a person of this role lets a first talk through without a dossier, and as what. */
export function waives(role: Role, hasGradeA: boolean): 'head' | 'gradeA' | null {
  if (role === 'owner' || role === 'head') return 'head'
  return hasGradeA ? 'gradeA' : null
}

/** Decides on a talk: the first one with a new company needs its dossier, or a note of whoever may let it through. */
export function judgeContact(contact: Contact): Verdict {
  const { isCompany, hasOrders, hasTalks, wasPerson, isGateOn, missing, waiver, role, hasGradeA } = contact
  if (hasOrders) return { kind: 'known' }
  if (!isCompany) return hasTalks ? { kind: 'known' } : { kind: 'passed', by: 'person' }
  if (hasTalks && !wasPerson) return { kind: 'known' }
  if (missing.length === 0) return { kind: 'passed', by: 'facts' }
  if (!isGateOn) return { kind: 'passed', by: 'gateOff' }
  if (waiver === null) return { kind: 'dossierIncomplete' }
  const by = waives(role, hasGradeA)
  return by === null ? { kind: 'waiverNotYours' } : { kind: 'passed', by }
}
