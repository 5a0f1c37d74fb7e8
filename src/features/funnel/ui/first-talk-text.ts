import { formatNumber, plural } from '#kernel/format.ts'

const ru = {
  title: 'Первый разговор: с досье и без',
  note: 'Компании, с которыми впервые поговорили за период. Пошли дальше — после разговора их сделка дошла до этапа, на котором ещё не была, или оплачена; считается по сегодня. Новая сделка идёт дальше, когда уходит с первого своего этапа.',
  none: 'За период первых разговоров с компаниями не было.',
  how: 'Досье',
  companies: 'Компаний',
  movedOn: 'Пошли дальше',
  groups: {
    complete: 'Заполнено',
    waived: 'Не заполнено, пустили с объяснением',
    unasked: 'Не спрашивали: загрузка или проверка выключена',
  },
  higher: (low: string, high: string) =>
    `С досье идут дальше чаще: разница от ${low} до ${high} процентных пунктов.`,
  lower: (low: string, high: string) =>
    `С досье идут дальше реже: разница от ${low} до ${high} процентных пунктов.`,
  notDistinguishable: (low: string, high: string) =>
    `Разницы не видно: при таких числах она может быть от ${low} до ${high} процентных пунктов.`,
  count: (count: number) =>
    `${formatNumber('ru', count)} ${plural('ru', count, ['компания', 'компании', 'компаний'])}`,
  period: (from: string, to: string) => `первый разговор с ${from} по ${to}`,
  talked: (day: string) => `разговор ${day}`,
  complete: (percent: number) => `досье ${percent} %`,
  moved: (day: string) => `пошли дальше ${day}`,
  notMoved: 'пока на месте',
  more: 'Показать ещё',
}
const en: typeof ru = {
  title: 'First talk: with and without a dossier',
  note: 'Companies first talked to in the period. They went on if, after the talk, a deal of theirs reached a stage it had not been at, or was paid; counted up to today. A new deal goes on when it leaves its first stage.',
  none: 'There were no first talks with companies in the period.',
  how: 'Dossier',
  companies: 'Companies',
  movedOn: 'Went on',
  groups: {
    complete: 'Complete',
    waived: 'Incomplete, let through with a note',
    unasked: 'Not asked for: an import, or the check is off',
  },
  higher: (low: string, high: string) =>
    `With a dossier more go on: the difference is ${low} to ${high} percentage points.`,
  lower: (low: string, high: string) =>
    `With a dossier fewer go on: the difference is ${low} to ${high} percentage points.`,
  notDistinguishable: (low: string, high: string) =>
    `No difference can be told: with such numbers it may be ${low} to ${high} percentage points.`,
  count: (count: number) =>
    `${formatNumber('en', count)} ${plural('en', count, ['company', 'companies', 'companies'])}`,
  period: (from: string, to: string) => `first talk from ${from} to ${to}`,
  talked: (day: string) => `talked ${day}`,
  complete: (percent: number) => `dossier ${percent}%`,
  moved: (day: string) => `went on ${day}`,
  notMoved: 'not yet',
  more: 'Show more',
}
export const firstTalkTexts = { ru, en }
