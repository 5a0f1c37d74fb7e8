import type { CallOf, Operation, OutputOf } from '#kernel/operation.ts'
import type { Callers } from './rule.ts'
import type { Held, Person, World } from './world.ts'

/*
 * To add a probe for a new operation (`tsc` fails until there is one): in the file of its slice beside this one add an entry
 * under the operation's name. Say by `who` whose roles may call it, as a person would answer, not by looking at the contract.
 * Then choose what it is about. `role`: no record matters; give an input that works, and `answers` where that is not 200.
 * `reads` / `writes`: one record; `call` makes the input for the record it is given (use `world.fresh` where the call uses the
 * record up, `world.revOf` for a rev); out of sight must answer as not there, in sight but not theirs `notYours`. `lists`: many
 * records; `shows` gives the text by which a record is known in the answer (null = need not be there), and `totals` the figures
 * of the answer beside what the records in sight add up to. Everything else is done for you: every role, every setting, every
 * owner, strangers, deactivated people, and that no answer holds a word of a record out of sight or of personal data before an
 * observer. A slice with records of its own adds them in `world.ts`, with texts that occur nowhere else.
 */

type Input<O extends Operation> = Partial<CallOf<O>>
type Given<T> = T | Promise<T>

type RoleProbe<O extends Operation> = {
  about: 'role'
  who: Callers
  call?: (world: World, person: Person) => Given<Input<O>>
  /** statuses that say the role was let in; 200 unless given */
  answers?: readonly number[]
  /** what it is about is seen by those who see everything; to others it is not there */
  isForAllSeeing?: true
}
type RecordProbe<O extends Operation> = {
  about: 'reads' | 'writes'
  who: Callers
  call: (record: Held, world: World) => Given<Input<O>>
  /** what a record that is not there answers with, where that is not 404 notFound */
  absent?: string
}
type ListProbe<O extends Operation> = {
  about: 'lists'
  who: Callers
  call?: (world: World, person: Person) => Given<Input<O>>
  shows: (record: Held, seen: readonly Held[]) => string | null
  totals?: (answer: OutputOf<O>, sight: Sight) => { got: unknown; want: unknown }
}
/** Proved by a test of its own, which is named. */
type ElsewhereProbe = { about: 'elsewhere'; who: Callers; test: string }

/** What a person may see, added up from the tables by the plain rule. */
export type Sight = {
  seesAll: boolean
  clients: readonly { id: string; ownerId: string | null; isArchived: boolean; tags: readonly string[] }[]
  orders: readonly { id: string; clientId: string | null; amountMinor: number; status: string }[]
  deals: readonly {
    id: string
    title: string
    amountMinor: number | null
    isOpen: boolean
    isOwned: boolean
  }[]
  person: Person
}

export type ProbeOf<O extends Operation> = RoleProbe<O> | RecordProbe<O> | ListProbe<O> | ElsewhereProbe
/** A probe for each operation of a slice: one that has none does not compile. */
export type ProbesOf<Group extends Record<string, Operation>> = {
  [Name in keyof Group]: ProbeOf<Group[Name]>
}
