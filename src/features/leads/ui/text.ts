import { plural } from '#kernel/format.ts'

const days = (n: number): string => `${n} ${plural('ru', n, ['день', 'дня', 'дней'])}`
const enDays = (n: number): string => `${n} ${plural('en', n, ['day', 'days'])}`
const span = (minutes: number): string =>
  minutes < 60 ? `${minutes} мин` : `${Math.floor(minutes / 60)} ч ${minutes % 60} мин`.replace(' 0 мин', '')
const enSpan = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`.replace(' 0 min', '')
const and = (words: readonly string[]): string => words.join(', ')

type YesNo = 'yes' | 'no' | 'unknown'
type Rule = {
  need: YesNo
  money: YesNo
  timing: 'urgent' | 'notUrgent' | 'unknown'
  /** the horizon in days where a date decides, else null */
  horizon: number | null
  grade: string | null
}

const ru = {
  // today
  title: 'Сегодня',
  at: (day: string, time: string) => `${day}, ${time}`,
  queue: (count: number, sum: string) =>
    `Очередь: ${count} ${plural('ru', count, ['дело', 'дела', 'дел'])}, ${sum} на кону`,
  queueCount: (count: number) => `Очередь: ${count} ${plural('ru', count, ['дело', 'дела', 'дел'])}`,
  changed: (n: number) => `Обновилось: ${n}, показать`,
  whose: 'Чья очередь',
  mine: 'моя',
  parts: {
    waiting: 'Лиды A ждут нас',
    step: 'Шаги на сегодня',
    play: 'Условия сгорают',
    noStep: 'Сделки без шага',
    late: 'Клиенты молчат дольше обычного',
    recheck: 'Проверить снова',
  },
  waitingNote: (minutes: number) =>
    `первый ответ за ${minutes} ${plural('ru', minutes, ['рабочую минуту', 'рабочие минуты', 'рабочих минут'])}`,
  notes: {
    step: 'срок сегодня или уже прошёл',
    play: 'срок предложения истекает',
    noStep: 'без шага сделка остывает; сначала крупные',
    late: 'по деньгам на кону',
    recheck: 'категория держится на старых ответах или подошёл день проверки',
  },
  toNurture: 'Лиды на потом',
  shown: (shown: number, count: number) => `${shown} из ${count}`,
  all: (count: number) => `Все ${count}`,
  emptyTitle: 'Очередь пуста',
  emptyText:
    'Сюда сами приходят лиды A, шаги на сегодня, сделки без шага и клиенты, которые молчат дольше обычного. Заведите сделку и назначьте шаг: в его день она встанет в очередь.',
  emptyTheirs: 'У этого человека на сегодня ничего нет: шаги впереди, лиды A отвечены, клиенты в ритме.',
  toDeals: 'К сделкам',
  emptyMine: 'Вас ничего не ждёт',
  teamUrgent: (waiting: number, late: number) => {
    const words = [
      ...(waiting > 0
        ? [`${waiting} ${plural('ru', waiting, ['лид A ждёт', 'лида A ждут', 'лидов A ждут'])} ответа`]
        : []),
      ...(late > 0
        ? [`${late} ${plural('ru', late, ['шаг просрочен', 'шага просрочены', 'шагов просрочено'])}`]
        : []),
    ]
    return `В команде ${and(words)}. Начните с того, у кого горит сильнее.`
  },
  openTheirs: (name: string) => `Очередь: ${name}`,
  // why a row stands here
  overdue: (minutes: number) => `просрочен на ${span(minutes)}`,
  left: (minutes: number) => `осталось ${span(minutes)}`,
  becameA: (when: string, left: number, day: string) =>
    left > 0
      ? `B стал A ${when}: до срока ${day} осталось ${days(left)}.`
      : left === 0
        ? `B стал A ${when}: нужно сегодня.`
        : `B стал A ${when}: срок ${day} прошёл.`,
  graded: (when: string) => `Стал A ${when}: боль, деньги и срок есть.`,
  gradedAt: (when: string) => `Стал A ${when}.`,
  needed: (left: number, day: string) =>
    left > 0
      ? `Нужно к ${day}: осталось ${days(left)}.`
      : left === 0
        ? 'Нужно сегодня.'
        : `Нужно было к ${day}: прошло ${days(-left)}.`,
  resettled: (when: string) => `Стал A ${when}: изменили порог срочности.`,
  todayAt: (time: string) => `сегодня в ${time}`,
  lastTouch: (n: number) => (n === 0 ? 'говорили сегодня' : `говорили ${days(n)} назад`),
  neverTouched: 'ещё не говорили',
  rhythm: (usual: string, since: string) => `Обычно раз в ${usual}, прошло ${since}`,
  days,
  recheck: (questions: readonly string[]) => `Давно не проверяли: ${and(questions)}.`,
  today: 'сегодня',
  tomorrow: 'завтра',
  stepLate: (n: number) => `просрочен, ${days(n)}`,
  stepLateAt: (time: string) => `просрочен с ${time}`,
  burnsOn: (when: string) => `сгорит ${when}`,
  burnt: (n: number) => (n === 1 ? 'сгорели вчера' : `сгорели ${days(n)} назад`),
  noStep: 'нет шага',
  noStepOf: (name: string) => `нет шага: ${name}, назначить`,
  stepOf: (kind: string, name: string) => `${kind}: ${name}`,
  stakeOf: (name: string) => `На кону: ${name}`,
  stakeNote: 'Сколько клиент обычно приносит за время, что молчит; ниже его заказы',
  times: (ratio: string) => `×${ratio}`,
  stepKinds: {
    call: 'Позвонить',
    meeting: 'Встретиться',
    message: 'Написать',
    email: 'Отправить письмо',
  },
  // actions
  call: 'Позвонить',
  log: 'Записать звонок',
  logShort: 'Записать',
  done: 'Сделано',
  planStep: 'Назначить шаг',
  changeStep: 'Перенести шаг',
  answer: 'Проверить ответы',
  askLead: 'Спросить о лиде',
  offerPlay: 'Дать повод решить',
  moveStage: 'Перенести на этап',
  openClient: 'Открыть клиента',
  snooze: 'Отложить',
  more: 'Ещё',
  of: (action: string, name: string) => `${action}: ${name}`,
  keys: {
    done: 'сделано',
    snooze: 'отложить',
    log: 'записать звонок',
    step: 'шаг',
    lead: 'новый лид',
  },
  logTitle: (name: string) => `Что вышло: ${name}`,
  kindLabel: 'Что было',
  kinds: { call: 'Звонок', meeting: 'Встреча', message: 'Сообщение', email: 'Письмо' },
  said: 'О чём говорили, одной строкой',
  result: 'Итог',
  write: 'Записать',
  written: (name: string) => `Записано: «${name}»`,
  snoozeTitle: (name: string) => `Отложить: ${name}`,
  until: 'До какого дня',
  inDays: (n: number) => `через ${days(n)}`,
  reason: 'Почему',
  reasonHelp: 'Видят вы и РОП',
  reasonNeeded: 'Впишите причину',
  dayNeeded: 'Выберите день',
  snoozed: (name: string, day: string) => `Отложено до ${day}: «${name}»`,
  cancel: 'Не сейчас',
  // the team
  team: 'Команда',
  person: 'Кто',
  waitingShort: 'A ждут',
  lateShort: 'поздно',
  stepsShort: 'шаги',
  noStepShort: 'без шага',
  openDeals: (n: number, sum: string) => `${n} ${plural('ru', n, ['сделка', 'сделки', 'сделок'])}, ${sum}`,
  teamNote: 'A ждут ответа, шаги просрочены, шаги на сегодня, сделки без шага',
  noTeam: 'Открытых сделок пока нет ни у кого.',
  // the lead of a deal
  lead: 'Категория лида',
  rule: ({ need, money, timing, horizon, grade }: Rule): string => {
    const said = { yes: 'да', no: 'нет', unknown: 'не знаем' }
    const when = { urgent: 'срочно', notUrgent: 'не срочно', unknown: 'срок: не знаем' }
    const term =
      horizon === null
        ? when[timing]
        : timing === 'urgent'
          ? `срок в пределах ${horizon} ${plural('ru', horizon, ['дня', 'дней', 'дней'])}`
          : `до срока больше ${horizon} ${plural('ru', horizon, ['дня', 'дней', 'дней'])}`
    return `Нужно: ${said[need]}, деньги: ${said[money]}, ${term} — ${grade ?? 'без категории'}`
  },
  implied: '«Нужно» следует из срочности: отдельно об этом не спрашивали.',
  contradiction: 'Ответы спорят: срочно, но не нужно. Уточните одно из двух, тогда появится категория.',
  heldBack: {
    need: 'Догадка не делает A: спросите про потребность.',
    money: 'Догадка не делает A: спросите про деньги.',
    timing: 'Догадка не делает A: спросите про срок.',
  },
  becomesA: (day: string, horizon: number) => `Станет A сам ${day}: до срока останется ${days(horizon)}.`,
  dateIsNear: (day: string) => `Срочным станет ${day}.`,
  datePassed: 'Названный срок прошёл: спросите, когда нужно теперь.',
  since: (at: string) => `с ${at}`,
  ask: 'Спросите',
  questions: { need: 'Нужно', money: 'Деньги', timing: 'Срок', decisionMaker: 'Кто решает' },
  questionsLower: { need: 'нужно ли', money: 'деньги', timing: 'срок' },
  asks: {
    need: 'Нужно ли это клиенту, что болит?',
    money: 'Есть ли на это деньги?',
    timing: 'К какому сроку нужно?',
    decisionMaker: 'Говорили с тем, кто решает?',
  },
  values: { yes: 'да', no: 'нет', unknown: 'не знаем', urgent: 'срочно', notUrgent: 'не срочно' },
  taps: { yes: 'Да', no: 'Нет', unknown: 'Не знаем', urgent: 'Срочно', notUrgent: 'Не срочно' },
  byDay: (day: string) => `к ${day}`,
  toDay: 'К дате',
  neededBy: 'Нужно к',
  evidence: 'Чем подтверждено',
  evidenceHelp: 'Слова клиента или название документа',
  source: 'Откуда знаем',
  sources: { client: 'Сказал клиент', document: 'Документ', guess: 'Догадка' },
  sourcesLower: { client: 'сказал клиент', document: 'документ', guess: 'догадка' },
  notAsked: 'не спрашивали',
  change: 'Изменить',
  toAnswer: 'Ответить',
  answered: (question: string, value: string) => `${question}: ${value}`,
  gradeNow: (grade: string | null) => (grade ? `Лид ${grade}` : 'Лид без категории'),
  isOld: (n: number) => `Ответу ${days(n)}: всё ещё так?`,
  stillSo: 'Всё ещё так',
  fresher: 'Пока вы отвечали, на этот вопрос ответили иначе. Ниже новый ответ.',
  turns: 'Как менялась категория',
  turn: (from: string | null, to: string | null) => `${from ?? 'без категории'} → ${to ?? 'без категории'}`,
  causes: { answer: 'по ответу', day: 'подошёл срок', settings: 'изменили границы' },
  plays: 'Повод решить сейчас',
  playNeeded:
    'Нужно и деньги есть, но не горит. Дайте повод решить сейчас или покажите, во что обходится ожидание.',
  playAsWell: 'Горящему лиду повод не нужен: просто не мешайте купить.',
  playKinds: {
    promotion: 'Акция',
    priceDeadline: 'Цена до даты',
    specialTerms: 'Особые условия',
    costOfWaiting: 'Цена ожидания',
  },
  playKind: 'Какой повод',
  terms: 'Условия, как вы их назовёте клиенту',
  termsNeeded: 'Впишите условия',
  validUntil: 'Действует по',
  start: 'Дать повод',
  started: (kind: string) => `Повод дан: ${kind.toLowerCase()}`,
  runs: (day: string) => `действует по ${day}`,
  ranOut: (day: string) => `истёк ${day}, что вышло?`,
  outcome: 'Что вышло',
  outcomes: {
    becameUrgent: 'Стало срочно',
    bought: 'Купил',
    noReaction: 'Без реакции',
    declined: 'Отказался',
  },
  ended: (outcome: string) => `Записано: ${outcome.toLowerCase()}`,
  reopen: 'Исправить итог',
  // the settings
  settingsTitle: 'Когда лид становится A и как быстро ему отвечаем',
  horizon: 'Срочно, если нужно в ближайшие, дней',
  horizonHelp: 'Когда до срока остаётся столько, B сам становится A',
  stale: 'Ответ устаревает через, дней',
  staleHelp: 'Потом Горн просит проверить его; до проверки он считается',
  response: 'Первый ответ лиду A, рабочих минут',
  responseHelp: 'По этому времени идут часы в «Сегодня»',
  recheckDays: 'Лид C проверяем через, дней',
  recheckDaysHelp: 'В этот день он сам встанет в «Сегодня»',
  workFrom: 'Рабочий день с',
  workTo: 'по',
  workHelp: 'Выходные и праздники берутся из производственного календаря',
  save: 'Сохранить',
  saved: 'Сохранено',
  wholeNumber: (least: number, most: number) => `Целое число от ${least} до ${most}`,
}

const en: typeof ru = {
  title: 'Today',
  at: (day, time) => `${day}, ${time}`,
  queue: (count, sum) => `Queue: ${count} ${plural('en', count, ['item', 'items'])}, ${sum} at stake`,
  queueCount: (count) => `Queue: ${count} ${plural('en', count, ['item', 'items'])}`,
  changed: (n) => `${n} updated, show`,
  whose: 'Whose queue',
  mine: 'mine',
  parts: {
    waiting: 'A leads are waiting',
    step: 'Steps for today',
    play: 'Offers run out',
    noStep: 'Deals without a step',
    late: 'Clients silent longer than usual',
    recheck: 'Leads to look at again',
  },
  waitingNote: (minutes) =>
    `first answer within ${minutes} working ${plural('en', minutes, ['minute', 'minutes'])}`,
  notes: {
    step: 'due today or overdue',
    play: 'the offer expires',
    noStep: 'a deal without a step grows cold; the largest first',
    late: 'by the money at stake',
    recheck: 'the grade rests on old answers, or the day to look again has come',
  },
  toNurture: 'Leads for later',
  shown: (shown, count) => `${shown} of ${count}`,
  all: (count) => `All ${count}`,
  emptyTitle: 'The queue is empty',
  emptyText:
    'A leads, steps for today, deals without a step and clients silent longer than usual come here by themselves. Add a deal and plan its step: on that day it takes its place in the queue.',
  emptyTheirs: 'Nothing today: steps lie ahead, A leads are answered, clients are in rhythm.',
  toDeals: 'To the deals',
  emptyMine: 'Nothing waits for you',
  teamUrgent: (waiting, late) => {
    const words = [
      ...(waiting > 0
        ? [`${waiting} ${plural('en', waiting, ['A lead waits', 'A leads wait'])} for an answer`]
        : []),
      ...(late > 0 ? [`${late} ${plural('en', late, ['step is', 'steps are'])} overdue`] : []),
    ]
    return `In the team ${and(words)}. Begin where it burns most.`
  },
  openTheirs: (name) => `Queue of ${name}`,
  overdue: (minutes) => `overdue by ${enSpan(minutes)}`,
  left: (minutes) => `${enSpan(minutes)} left`,
  becameA: (when, left, day) =>
    left > 0
      ? `B became A ${when}: ${enDays(left)} to the date, ${day}.`
      : left === 0
        ? `B became A ${when}: needed today.`
        : `B became A ${when}: the date, ${day}, has passed.`,
  graded: (when) => `Became A ${when}: need, money and timing are there.`,
  gradedAt: (when) => `Became A ${when}.`,
  needed: (left, day) =>
    left > 0
      ? `Needed by ${day}: ${enDays(left)} left.`
      : left === 0
        ? 'Needed today.'
        : `Was needed by ${day}, ${enDays(-left)} ago.`,
  resettled: (when) => `Became A ${when}: the urgency limit was changed.`,
  todayAt: (time) => `today at ${time}`,
  lastTouch: (n) => (n === 0 ? 'spoken today' : `last spoken ${enDays(n)} ago`),
  neverTouched: 'not spoken yet',
  rhythm: (usual, since) => `Usually every ${usual}, ${since} have passed`,
  days: enDays,
  recheck: (questions) => `Not checked for long: ${and(questions)}.`,
  today: 'today',
  tomorrow: 'tomorrow',
  stepLate: (n) => `overdue, ${enDays(n)}`,
  stepLateAt: (time) => `overdue since ${time}`,
  burnsOn: (when) => `runs out ${when}`,
  burnt: (n) => (n === 1 ? 'ran out yesterday' : `ran out ${enDays(n)} ago`),
  noStep: 'no step',
  noStepOf: (name) => `no step: ${name}, plan one`,
  stepOf: (kind, name) => `${kind}: ${name}`,
  stakeOf: (name) => `At stake: ${name}`,
  stakeNote: 'What the client usually brings in the time they have been silent; their orders are below',
  times: (ratio) => `×${ratio}`,
  stepKinds: {
    call: 'Call',
    meeting: 'Meet',
    message: 'Write a message',
    email: 'Send an e-mail',
  },
  call: 'Call',
  log: 'Log a call',
  logShort: 'Log',
  done: 'Done',
  planStep: 'Plan a step',
  changeStep: 'Move the step',
  answer: 'Check the answers',
  askLead: 'Ask about the lead',
  offerPlay: 'Give a reason to decide',
  moveStage: 'Move to a stage',
  openClient: 'Open the client',
  snooze: 'Put off',
  more: 'More',
  of: (action, name) => `${action}: ${name}`,
  keys: { done: 'done', snooze: 'put off', log: 'log a call', step: 'step', lead: 'new lead' },
  logTitle: (name) => `What came of it: ${name}`,
  kindLabel: 'What it was',
  kinds: { call: 'Call', meeting: 'Meeting', message: 'Message', email: 'E-mail' },
  said: 'What was said, in one line',
  result: 'Result',
  write: 'Write down',
  written: (name) => `Written down: “${name}”`,
  snoozeTitle: (name) => `Put off: ${name}`,
  until: 'Until',
  inDays: (n) => `in ${enDays(n)}`,
  reason: 'Why',
  reasonHelp: 'You and the head see it',
  reasonNeeded: 'Enter the reason',
  dayNeeded: 'Choose a day',
  snoozed: (name, day) => `Put off until ${day}: “${name}”`,
  cancel: 'Not now',
  team: 'Team',
  person: 'Who',
  waitingShort: 'A wait',
  lateShort: 'late',
  stepsShort: 'steps',
  noStepShort: 'no step',
  openDeals: (n, sum) => `${n} ${plural('en', n, ['deal', 'deals'])}, ${sum}`,
  teamNote: 'A leads waiting, steps overdue, steps for today, deals without a step',
  noTeam: 'Nobody has open deals yet.',
  lead: 'Lead grade',
  rule: ({ need, money, timing, horizon, grade }) => {
    const said = { yes: 'yes', no: 'no', unknown: 'not known' }
    const when = { urgent: 'urgent', notUrgent: 'not urgent', unknown: 'timing: not known' }
    const term =
      horizon === null
        ? when[timing]
        : timing === 'urgent'
          ? `date within ${enDays(horizon)}`
          : `date more than ${enDays(horizon)} away`
    return `Need: ${said[need]}, money: ${said[money]}, ${term}: ${grade ?? 'ungraded'}`
  },
  implied: 'The need follows from the urgency: nobody asked about it.',
  contradiction:
    'The answers disagree: urgent, but not needed. Clear up either of them, then there is a grade.',
  heldBack: {
    need: 'A guess never makes an A: ask about the need.',
    money: 'A guess never makes an A: ask about the money.',
    timing: 'A guess never makes an A: ask about the timing.',
  },
  becomesA: (day, horizon) => `Becomes A by itself on ${day}: ${enDays(horizon)} to the date.`,
  dateIsNear: (day) => `Becomes urgent on ${day}.`,
  datePassed: 'The date has passed: ask when it is needed now.',
  since: (at) => `since ${at}`,
  ask: 'Ask',
  questions: { need: 'Need', money: 'Money', timing: 'Timing', decisionMaker: 'Who decides' },
  questionsLower: { need: 'need', money: 'money', timing: 'timing' },
  asks: {
    need: 'Do they need it, what hurts?',
    money: 'Is there money for it?',
    timing: 'By when is it needed?',
    decisionMaker: 'Have we spoken with who decides?',
  },
  values: { yes: 'yes', no: 'no', unknown: 'not known', urgent: 'urgent', notUrgent: 'not urgent' },
  taps: { yes: 'Yes', no: 'No', unknown: 'Not known', urgent: 'Urgent', notUrgent: 'Not urgent' },
  byDay: (day) => `by ${day}`,
  toDay: 'By a date',
  neededBy: 'Needed by',
  evidence: 'Evidence',
  evidenceHelp: 'Words of the client, or the name of a document',
  source: 'How we know',
  sources: { client: 'Client said', document: 'Document', guess: 'Guess' },
  sourcesLower: { client: 'client said', document: 'document', guess: 'guess' },
  notAsked: 'not asked',
  change: 'Change',
  toAnswer: 'Answer',
  answered: (question, value) => `${question}: ${value}`,
  gradeNow: (grade) => (grade ? `Lead ${grade}` : 'Ungraded lead'),
  isOld: (n) => `The answer is ${enDays(n)} old: still so?`,
  stillSo: 'Still so',
  fresher: 'Somebody answered this question while you did. The new answer is below.',
  turns: 'How the grade went',
  turn: (from, to) => `${from ?? 'ungraded'} → ${to ?? 'ungraded'}`,
  causes: { answer: 'by an answer', day: 'the date came near', settings: 'the limits were changed' },
  plays: 'A reason to decide now',
  playNeeded:
    'There is need and money, but no urgency. Give a reason to decide now, or show what waiting costs.',
  playAsWell: 'A burning lead needs no reason: do not get in the way.',
  playKinds: {
    promotion: 'Promotion',
    priceDeadline: 'Price deadline',
    specialTerms: 'Special terms',
    costOfWaiting: 'Cost of waiting',
  },
  playKind: 'Which reason',
  terms: 'Terms, as you say them to the client',
  termsNeeded: 'Enter the terms',
  validUntil: 'Valid through',
  start: 'Give the reason',
  started: (kind) => `Reason given: ${kind.toLowerCase()}`,
  runs: (day) => `valid through ${day}`,
  ranOut: (day) => `ran out on ${day}; what came of it?`,
  outcome: 'What came of it',
  outcomes: {
    becameUrgent: 'Became urgent',
    bought: 'Bought',
    noReaction: 'No reaction',
    declined: 'Declined',
  },
  ended: (outcome) => `Written down: ${outcome.toLowerCase()}`,
  reopen: 'Correct the outcome',
  settingsTitle: 'When a lead becomes A, and how soon it hears from us',
  horizon: 'Urgent when needed within, days',
  horizonHelp: 'With so many days to the date a B becomes A by itself',
  stale: 'An answer grows old after, days',
  staleHelp: 'Then Gorn asks to check it; until then it counts',
  response: 'First answer to an A lead, working minutes',
  responseHelp: 'The clock in Today goes by it',
  recheckDays: 'A C lead is looked at again after, days',
  recheckDaysHelp: 'On that day it comes into Today by itself',
  workFrom: 'Working day from',
  workTo: 'to',
  workHelp: 'Weekends and holidays come from the production calendar',
  save: 'Save',
  saved: 'Saved',
  wholeNumber: (least, most) => `A whole number from ${least} to ${most}`,
}

export const leadTexts = { ru, en }
