import { addDays, type Day } from '#kernel/days.ts'
import type { Language } from '#kernel/format.ts'
import { isWorkingDay, nextWorkingDay } from '#kernel/work-calendar.ts'
import type { DemoDeal } from './deals.ts'
import { dice } from './dice.ts'
import { prospectWords } from './prospect-words.ts'

export type DemoFact = {
  field: 'industry' | 'okved' | 'revenue' | 'headcount' | 'supplier' | 'news' | 'pain' | 'offer'
  value: string
  source: string
  method: 'byHand' | 'client' | 'document'
}
/** A company that has bought nothing yet. */
export type DemoProspect = {
  code: string
  name: string
  city: string
  facts: DemoFact[]
  /** when somebody looked into it */
  checkedOn: Day
  /** the first talk, null = it is still to come; with a waiver it went without the dossier */
  talk: {
    on: Day
    hour: number
    kind: 'call' | 'meeting' | 'email'
    text: string
    waiver: string | null
  } | null
  deal: DemoDeal
}

// Four of five were talked to; a third of those without a dossier.
const PROSPECTS = 60
const DAYS = 175
const path = ['asked', 'toldNeed', 'namedBudget', 'met', 'gotProposal', 'agreedTerms'] as const
const calendar = { country: 'RU', overrides: {} }
const workday = (day: Day): Day => (isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day))

/** Companies that the department went after in half a year before `lastDay`: studied first or not, and how far that led. */
export function buildProspects(language: Language, lastDay: Day): DemoProspect[] {
  const roll = dice(1309)
  const of = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
  const text = prospectWords[language]
  const yesterday = addDays(lastDay, -1)
  return Array.from({ length: PROSPECTS }, (_none, index): DemoProspect => {
    const at = index % text.names.length
    const trade = text.trades[Math.floor(index / text.names.length)] ?? text.trades[0]
    if (!trade) throw new Error('no trades')
    const isTalked = index % 5 !== 4
    const isStudied = index % 3 !== 1
    const ago = isTalked ? 4 + Math.floor((index / PROSPECTS) * DAYS) : 2
    let day = workday(addDays(lastDay, -ago))
    if (day > yesterday) day = addDays(yesterday, -1)
    const known: DemoFact[] = [
      { field: 'industry', value: trade.industry, source: text.sites, method: 'byHand' },
      { field: 'okved', value: trade.okved, source: text.paper, method: 'document' },
      {
        field: 'revenue',
        value: String(8 + Math.floor(roll() ** 2 * 300)).concat('000000'),
        source: text.paper,
        method: 'document',
      },
      {
        field: 'headcount',
        value: String(6 + Math.floor(roll() * 140)),
        source: text.paper,
        method: 'document',
      },
    ]
    const studied: DemoFact[] = [
      { field: 'pain', value: trade.pain, source: text.said, method: 'client' },
      { field: 'offer', value: trade.offer, source: text.sites, method: 'byHand' },
      { field: 'supplier', value: of(text.suppliers), source: text.said, method: 'client' },
      { field: 'news', value: of(text.news), source: text.sites, method: 'byHand' },
    ]
    const facts = isStudied
      ? [...known, ...studied.slice(0, 2 + Math.floor(roll() * 3))]
      : known.slice(0, Math.floor(roll() * 3))
    const hour = 11 + Math.floor(roll() * 6)
    const talk = isTalked
      ? {
          on: day,
          hour,
          kind: of(['call', 'call', 'meeting', 'email'] as const),
          text: of(text.talks),
          waiver: isStudied ? null : of(text.waivers),
        }
      : null
    const moves: DemoDeal['moves'] = [{ stage: 'asked', on: day, hour: 10 }]
    let lostReason: string | null = null
    let stood = day
    // Whoever was studied goes on more often; then all go much alike.
    for (let stage = 1; isTalked && stage < path.length; stage++) {
      const next = workday(addDays(stood, 2 + Math.floor(roll() * 9)))
      if (next > yesterday) break
      stood = next
      if (roll() > (stage === 1 ? (isStudied ? 0.78 : 0.45) : 0.66)) {
        lostReason = of(
          isStudied ? ['staysWithSupplier', 'putOff'] : ['noReply', 'needGone', 'noDecisionMaker'],
        )
        moves.push({ stage: 'declined', on: next, hour: 15 })
        break
      }
      moves.push({ stage: path[stage] ?? 'asked', on: next, hour: 12 })
    }
    const isOpen = lostReason === null
    return {
      code: `P${String(index + 1).padStart(2, '0')}`,
      name: text.nameOf(text.names[at] ?? '', trade.name),
      city: text.cities[at] ?? '',
      facts,
      checkedOn: addDays(day, -1),
      talk,
      deal: {
        clientCode: `P${String(index + 1).padStart(2, '0')}`,
        title: text.title(trade.offer),
        source: of(language === 'ru' ? ['Выставка', 'Холодный звонок'] : ['Trade show', 'Cold call']),
        amount: 60_000 + Math.floor(roll() * 30) * 5000,
        moves,
        lostReason,
        step: isOpen
          ? { text: of(text.steps), on: workday(addDays(lastDay, 3 + Math.floor(roll() * 9))), kind: 'call' }
          : null,
        answers: [],
        story: { talks: [], plays: [], turns: [], answers: [], recheckOn: null },
      },
    }
  })
}
