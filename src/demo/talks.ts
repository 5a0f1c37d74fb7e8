import { addDays, type Day } from '#kernel/days.ts'
import type { Language } from '#kernel/format.ts'
import { isWorkingDay, nextWorkingDay } from '#kernel/work-calendar.ts'
import type { DemoAnswer, DemoCourse, Stage } from './course.ts'

/** A moment on the clock of the company. */
export type DemoMoment = { on: Day; hour: number; minute: number }
export type DemoTalk = DemoMoment & {
  kind: 'call' | 'meeting' | 'message' | 'email'
  text: string
  result: string | null
  minutes: number | null
}
export type DemoPlay = DemoMoment & {
  kind: 'promotion' | 'priceDeadline' | 'specialTerms' | 'costOfWaiting'
  terms: string
  validUntil: Day
  outcome: 'becameUrgent' | 'bought' | 'noReaction' | 'declined' | null
}
export type DemoTurn = DemoMoment & { waitsOn: 'us' | 'client'; note: string }
/** What was said about a deal, what was offered, and what was answered later. */
export type DemoStory = {
  talks: DemoTalk[]
  plays: DemoPlay[]
  turns: DemoTurn[]
  answers: DemoAnswer[]
  /** of a C: when it is looked at again; null = as Gorn decides */
  recheckOn: Day | null
}

const words = {
  ru: {
    said: {
      asked: 'Уточнили, что и к какому сроку нужно',
      toldNeed: 'Разобрали задачу и объёмы',
      namedBudget: 'Обсудили бюджет и сроки',
      met: 'Показали образцы на складе',
      gotProposal: 'Отправили предложение',
      agreedTerms: 'Прошлись по условиям договора',
      signed: 'Договорились о подписании',
      gotInvoice: 'Выслали счёт',
      paid: 'Подтвердили оплату',
      declined: 'Клиент отказался',
    },
    again: ['Напомнили о предложении', 'Спросили, что решили', 'Ответили на вопросы о доставке'],
    results: ['Думают', 'Просят пересчитать', 'Вернутся с ответом', null],
    terms: {
      promotion: 'Вторая паллета со скидкой 7 %',
      priceDeadline: 'Цена держится до конца недели',
      specialTerms: 'Отсрочка 30 дней при заказе сейчас',
      costOfWaiting: 'Показали, сколько стоит простой',
    },
    waits: ['Ждут пересчёт с доставкой', 'Ждут договор', 'Ждут ответ склада по срокам'],
  },
  en: {
    said: {
      asked: 'Asked what is needed and by when',
      toldNeed: 'Went through the need and volumes',
      namedBudget: 'Talked about budget and dates',
      met: 'Showed samples in the warehouse',
      gotProposal: 'Sent the proposal',
      agreedTerms: 'Went through the terms',
      signed: 'Agreed on signing',
      gotInvoice: 'Sent the invoice',
      paid: 'Confirmed the payment',
      declined: 'The client declined',
    },
    again: ['Reminded of the proposal', 'Asked what they decided', 'Answered questions on delivery'],
    results: ['They are thinking', 'Asked to recalculate', 'Will come back', null],
    terms: {
      promotion: 'Second pallet at 7 % off',
      priceDeadline: 'The price holds until the end of the week',
      specialTerms: '30 days to pay when ordered now',
      costOfWaiting: 'Showed what downtime costs',
    },
    waits: [
      'They wait for a price with delivery',
      'They wait for the contract',
      'They wait for the warehouse',
    ],
  },
}
const playKinds = ['priceDeadline', 'specialTerms', 'promotion', 'costOfWaiting'] as const
const kindOf: Partial<Record<Stage, DemoTalk['kind']>> = {
  met: 'meeting',
  gotProposal: 'email',
  gotInvoice: 'email',
  signed: 'message',
}
/** Days before a needed-by date on which a B becomes an A. */
const HORIZON = 14

const calendar = { country: 'RU', overrides: {} }
const workday = (day: Day): Day => (isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day))

const isBefore = (a: DemoMoment, b: DemoMoment): boolean =>
  a.on < b.on || (a.on === b.on && a.hour * 60 + a.minute < b.hour * 60 + b.minute)

/** The moment so many working minutes later, as far as it matters: past the evening it is the next morning. */
function after({ on, hour, minute }: DemoMoment, minutes: number): DemoMoment {
  const total = hour * 60 + minute + minutes
  if (total < 17 * 60 + 50) return { on, hour: Math.floor(total / 60), minute: total % 60 }
  return { on: nextWorkingDay(calendar, on), hour: 9, minute: 10 + (minutes % 40) }
}

/** When a lead with these answers becomes an A, if it does: need and money are known, and its date comes near. */
function burnsAt(answers: readonly DemoAnswer[]): DemoMoment | null {
  const of = (question: DemoAnswer['question']) => answers.findLast((it) => it.question === question)
  const [need, money, timing] = [of('need'), of('money'), of('timing')]
  if (need?.value !== 'yes' || money?.value !== 'yes' || money.source === 'guess' || !timing) return null
  if (timing.value === 'urgent') return { on: timing.on, hour: timing.hour, minute: 5 }
  if (timing.neededBy === null) return null
  const day = addDays(timing.neededBy, -HORIZON)
  return day <= timing.on
    ? { on: timing.on, hour: timing.hour, minute: 5 }
    : { on: workday(day), hour: 9, minute: 0 }
}

/** Whether nothing is needed or there is no money: a C, which costs no time. */
export const isCold = ({ answers }: Pick<DemoCourse, 'answers'>): boolean =>
  answers.some((it) => (it.question === 'need' || it.question === 'money') && it.value === 'no')

/** What went on around the moves of a deal until `end`: talks with how long they took, reasons to decide, whose turn it was. */
export function tellStory(
  language: Language,
  deal: DemoCourse,
  { roll, end }: { roll: () => number; end: Day },
): DemoStory {
  const text = words[language]
  const of = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
  const last = deal.moves.at(-1)
  const isOver = last?.stage === 'paid' || last?.stage === 'declined'
  const closing: DemoMoment = isOver ? { ...last, minute: 0 } : { on: addDays(end, 1), hour: 0, minute: 0 }
  const story: DemoStory = { talks: [], plays: [], turns: [], answers: [...deal.answers], recheckOn: null }
  if (!isOver && isCold(deal)) story.recheckOn = addDays(end, Math.floor(roll() * 24) - 4)
  const talk = (at: DemoMoment, kind: DemoTalk['kind'], said: string): void => {
    if (at.on > end || !isBefore(at, closing)) return
    const long = kind === 'meeting' ? 45 + Math.floor(roll() * 4) * 15 : 4 + Math.floor(roll() * 20)
    const minutes = roll() < 0.8 ? long : null
    story.talks.push({ ...at, kind, text: said, result: of(text.results), minutes })
  }

  const timing = deal.answers.find((it) => it.question === 'timing')
  const money = deal.answers.find((it) => it.question === 'money')?.value
  // What is needed only later is no more urgent than what was said not to be.
  const isFar = timing && (!timing.neededBy || addDays(timing.neededBy, -HORIZON) > timing.on)
  const isB = isFar && money === 'yes' && deal.answers[0]?.value === 'yes'
  if (isB && timing) {
    const at = { on: workday(addDays(timing.on, 2 + Math.floor(roll() * 5))), hour: 11, minute: 20 }
    const isGiven = roll() < 0.6 && at.on <= end && isBefore(at, closing)
    const turned = { on: workday(addDays(at.on, 3 + Math.floor(roll() * 4))), hour: 10, minute: 0 }
    const isTurned = roll() < (isGiven ? 0.45 : 0.15) && turned.on <= end && isBefore(turned, closing)
    if (isTurned)
      story.answers.push({ ...timing, value: 'urgent', neededBy: null, source: 'client', ...turned })
    if (isGiven) {
      const kind = of(playKinds)
      const validUntil = addDays(at.on, 6 + Math.floor(roll() * 6))
      const ended = last?.stage === 'paid' ? 'bought' : last?.stage === 'declined' ? 'declined' : null
      const silent = validUntil < end ? ('noReaction' as const) : null
      const outcome = isTurned ? ('becameUrgent' as const) : (ended ?? silent)
      story.plays.push({ ...at, kind, terms: text.terms[kind], validUntil, outcome })
      talk(at, 'call', text.terms[kind])
    }
  }

  // How soon an A hears from us: most within minutes, some within hours, a few on another day or not at all.
  const burning = burnsAt(story.answers)
  // Of those that burn still, some ask again and wait since last evening.
  const evening = { on: end, hour: 17, minute: 5 }
  const isAsking = !isOver && burning !== null && isBefore(burning, evening) && roll() < 0.3
  if (burning) {
    const luck = roll()
    const wait = luck < 0.62 ? 3 + roll() * 11 : luck < 0.82 ? 25 + roll() * 140 : 600
    if (luck < 0.95) talk(after(burning, Math.round(wait)), 'call', text.said.asked)
  }
  for (const { stage, on, hour } of deal.moves) {
    if (roll() > 0.8) continue
    const at = { on, hour, minute: 10 + Math.floor(roll() * 40) }
    talk(
      stage === 'declined' || stage === 'paid' ? { on, hour: hour - 1, minute: 30 } : at,
      kindOf[stage] ?? 'call',
      text.said[stage],
    )
    if (roll() < 0.25) {
      const asked = after(at, 15)
      if (asked.on <= end && isBefore(asked, closing)) {
        story.turns.push({ ...asked, waitsOn: 'us', note: of(text.waits) })
        talk(after(asked, 60 + Math.floor(roll() * 400)), 'email', of(text.again))
      }
    } else if (roll() < 0.3)
      talk(
        { on: workday(addDays(on, 2)), hour: 10 + Math.floor(roll() * 6), minute: 25 },
        'call',
        of(text.again),
      )
  }
  if (!isAsking) return story
  story.turns.push({ ...evening, waitsOn: 'us', note: of(text.waits) })
  return { ...story, talks: story.talks.filter((it) => isBefore(it, evening)) }
}
