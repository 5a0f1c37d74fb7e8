import { addDays, type Day } from '#kernel/days.ts'
import type { Language } from '#kernel/format.ts'
import { type DemoAnswer, type DemoCourse, path, type Stage } from './course.ts'
import { dice } from './dice.ts'
import { type DemoStory, isCold, tellStory } from './talks.ts'
import { isWorkingDay, nextWorkingDay } from '#kernel/work-calendar.ts'

// How many of a hundred go on from each stage, and how many days they stay there.
const goesOn = [88, 84, 80, 82, 68, 80, 92, 96]
const stays = [2, 4, 5, 7, 8, 6, 4, 4]
// Reasons for which deals are lost early, and late.
const early = ['noReply', 'needGone', 'noBudget', 'putOff', 'wrongNumber', 'noReply']
const late = [
  'tooDear',
  'choseRival',
  'staysWithSupplier',
  'tooDear',
  'paymentTerms',
  'weWereSlow',
  'deliversLate',
]

const words = {
  ru: {
    sources: ['Сайт', 'Рекомендация', 'Выставка', 'Холодный звонок', 'Повторная'],
    title: (product: string) => `Поставка: ${product}`,
    steps: ['Перезвонить: решение по ценам', 'Отправить договор', 'Согласовать объём', 'Показать образцы'],
    evidence: [
      'Запас кончается, просят не тянуть',
      'Бюджет согласован с директором',
      'Сказал закупщик по телефону',
    ],
  },
  en: {
    sources: ['Website', 'Referral', 'Trade show', 'Cold call', 'Repeat'],
    title: (product: string) => `Supply: ${product}`,
    steps: ['Call back: decision on prices', 'Send the contract', 'Agree the volume', 'Show the samples'],
    evidence: ['Stock is running out', 'Budget agreed with the director', 'The buyer said so on the phone'],
  },
}

export type DemoDeal = DemoCourse & {
  /** what was said, offered and waited for on the way */
  story: DemoStory
}

const DEALS = 240
const DAYS = 182
const calendar = { country: 'RU', overrides: {} }

/** Deals of half a year before `lastDay`: they go on, skip, return, are won and lost, and some stand now. */
export function buildDeals(
  language: Language,
  {
    lastDay,
    clientCodes,
    products,
  }: { lastDay: Day; clientCodes: readonly string[]; products: readonly string[] },
): DemoDeal[] {
  const roll = dice(2026)
  // Whatever the hour is now, nothing has happened later.
  const yesterday = addDays(lastDay, -1)
  const of = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
  const text = words[language]
  const workday = (day: Day): Day => (isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day))
  return Array.from({ length: DEALS }, (_none, index): DemoDeal => {
    // More of them lately, as in a department that grows.
    let day = workday(addDays(lastDay, -Math.floor(((DEALS - 1 - index) / DEALS) ** 1.5 * DAYS)))
    if (day > yesterday) day = yesterday
    const source = of(text.sources)
    // Who was recommended or comes again buys sooner; a cold call seldom ends well.
    const luck =
      { [text.sources[1] ?? '']: 6, [text.sources[4] ?? '']: 8, [text.sources[3] ?? '']: -9 }[source] ?? 0
    const moves: DemoCourse['moves'] = [{ stage: 'asked', on: day, hour: 9 + Math.floor(roll() * 8) }]
    let at = 0
    let lostReason: string | null = null
    while (at < path.length - 1) {
      const next = workday(addDays(day, 1 + Math.floor(roll() * 2 * (stays[at] ?? 3))))
      if (next > yesterday) break
      day = next
      const hour = 9 + Math.floor(roll() * 8)
      if (roll() * 100 >= (goesOn[at] ?? 80) + luck) {
        lostReason = of(at < 3 ? early : late)
        moves.push({ stage: 'declined', on: day, hour })
        break
      }
      const throwOf = roll()
      if (throwOf < 0.1 && at > 1) at -= 1
      else at = Math.min(at + (throwOf > 0.93 ? 2 : 1), path.length - 1)
      moves.push({ stage: path[at] as Stage, on: day, hour })
    }
    const stage = moves.at(-1)?.stage
    const isOpen = stage !== 'paid' && stage !== 'declined'
    const stepOn = workday(addDays(lastDay, Math.floor(roll() * 12) - 3))
    const deal: DemoCourse = {
      clientCode: of(clientCodes),
      title: text.title(of(products)),
      source,
      amount: Math.round((30 + roll() ** 3 * 1400) / 5) * 5000,
      moves,
      lostReason,
      step:
        isOpen && roll() < 0.7
          ? { text: of(text.steps), on: stepOn, kind: of(['call', 'meeting', 'email']) }
          : null,
      answers:
        isOpen || roll() < 0.5 ? answersOf(roll, moves[0], isOpen ? lastDay : null, text.evidence) : [],
    }
    // Thrown apart, so that what is told of a deal does not change the next one.
    const story = tellStory(language, deal, { roll: dice(5000 + index), end: yesterday })
    return { ...deal, ...(isCold(deal) && { step: null }), story }
  })
}

function answersOf(
  roll: () => number,
  came: DemoCourse['moves'][number] | undefined,
  /** of a deal that is open: the last day that is known */
  lastDay: Day | null,
  evidence: readonly string[],
): DemoAnswer[] {
  const { on = '', hour = 9 } = came ?? {}
  // They were asked on the day on which they came, half an hour later.
  const at = { on, hour, minute: 30 }
  const [said, paid, soon] = [roll(), roll(), roll()]
  const told = (at: number): string | null => evidence[at] ?? null
  const source = roll() < 0.15 ? ('guess' as const) : ('client' as const)
  const answers: DemoAnswer[] = [
    {
      question: 'need',
      value: said < 0.92 ? 'yes' : 'no',
      neededBy: null,
      source: 'client',
      evidence: told(0),
      ...at,
    },
  ]
  if (paid < 0.85)
    answers.push({
      question: 'money',
      value: paid < 0.7 ? 'yes' : 'no',
      neededBy: null,
      source,
      evidence: told(1),
      ...at,
    })
  // Some need it within days, some in weeks, some have not said.
  if (soon < 0.75) {
    const isDated = soon < 0.55
    // What an open deal needs is still needed, or nearly so.
    const far = isDated ? 4 + Math.floor(roll() * 60) : 0
    const named = addDays(on, far)
    const least = lastDay && addDays(lastDay, far % 12)
    const neededBy = isDated ? (least && named < least ? least : named) : null
    answers.push({
      question: 'timing',
      value: isDated ? 'unknown' : 'notUrgent',
      neededBy,
      source: 'client',
      evidence: told(2),
      ...at,
    })
  }
  return answers
}
