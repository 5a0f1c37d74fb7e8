import { plural } from '#kernel/format.ts'

const hours = (minutes: number): string =>
  minutes < 60 ? `${minutes} мин` : `${Math.floor(minutes / 60)} ч ${minutes % 60} мин`.replace(' 0 мин', '')
const enHours = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`.replace(' 0 min', '')

const ru = {
  turn: 'Чей ход',
  waits: { us: 'Клиент ждёт нас', client: 'Ждём клиента' },
  working: (minutes: number) => `${hours(minutes)} рабочего времени`,
  causes: {
    came: 'лид пришёл, и с ним ещё не говорили',
    becameA: 'лид стал A',
    stepLate: 'наш шаг просрочен',
    returned: 'сделка вернулась в работу',
    talk: 'мы поговорили',
    handedOver: 'клиенту есть над чем решать',
    said: 'так отметили',
  },
  turnNote:
    'Горн решает сам: разговор и предложение передают ход клиенту, просроченный шаг возвращает его нам. Если это не так, скажите.',
  say: { us: 'Клиент ждёт нас', client: 'Ждём клиента' },
  note: { us: 'Чего он ждёт', client: 'Чего ждём от него' },
  turned: { us: 'Отмечено: клиент ждёт нас', client: 'Отмечено: ждём клиента' },
  write: 'Отметить',
  cancel: 'Не сейчас',
  recheck: 'Проверить снова',
  recheckNote: 'Лид C не занимает времени: он встанет в «Сегодня» в этот день.',
  recheckDue:
    'Пора проверить: спросите, не изменилось ли что, и ответьте на вопросы ниже. День сдвинется сам.',
  moveRecheck: 'Перенести',
  recheckOn: 'Когда проверить',
  recheckMoved: (day: string) => `Проверим ${day}`,
  dueC: (day: string) => `Лид C: проверить назначили на ${day}.`,
  inDays: (n: number) => `через ${n} ${plural('ru', n, ['день', 'дня', 'дней'])}`,
}
const en: typeof ru = {
  turn: 'Whose turn',
  waits: { us: 'The client waits for us', client: 'We wait for the client' },
  working: (minutes) => `${enHours(minutes)} of working time`,
  causes: {
    came: 'the lead came and nobody has spoken with them yet',
    becameA: 'the lead became A',
    stepLate: 'our step is overdue',
    returned: 'the deal is open again',
    talk: 'we have spoken',
    handedOver: 'the client has something to decide',
    said: 'somebody said so',
  },
  turnNote:
    'Gorn decides by itself: a talk and a proposal give the turn to the client, an overdue step gives it back to us. If that is not so, say it.',
  say: { us: 'The client waits for us', client: 'We wait for the client' },
  note: { us: 'What they wait for', client: 'What we wait for' },
  turned: { us: 'Noted: the client waits for us', client: 'Noted: we wait for the client' },
  write: 'Note it',
  cancel: 'Not now',
  recheck: 'Look again',
  recheckNote: 'A C lead costs no time: on that day it comes into Today.',
  recheckDue:
    'Time to look again: ask whether anything has changed and answer below. The day moves on by itself.',
  moveRecheck: 'Change',
  recheckOn: 'When to look again',
  recheckMoved: (day) => `To look again on ${day}`,
  dueC: (day) => `A C lead, to be looked at again on ${day}.`,
  inDays: (n) => `in ${n} ${plural('en', n, ['day', 'days'])}`,
}

export const turnTexts = { ru, en }
