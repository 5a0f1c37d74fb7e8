import { plural } from '#kernel/format.ts'

type Data = Record<string, unknown>

const facts = {
  ru: {
    amount: 'сумма',
    nextStep: 'следующий шаг',
    contact: 'контакт',
    need: 'ответ, нужно ли',
    money: 'ответ, есть ли деньги',
    timing: 'ответ, к какому сроку',
    decisionMaker: 'ответ, кто решает',
  },
  en: {
    amount: 'the amount',
    nextStep: 'the next step',
    contact: 'a contact',
    need: 'an answer about need',
    money: 'an answer about money',
    timing: 'an answer about timing',
    decisionMaker: 'an answer about who decides',
  },
}
const named = (language: 'ru' | 'en', { missing }: Data): string =>
  (Array.isArray(missing) ? (missing as string[]) : [String(missing)])
    .map((it) => facts[language][it as keyof typeof facts.ru] ?? it)
    .join(', ')

export const ru: Record<string, (data: Data) => string> = {
  stageGone: () => 'Этого этапа больше нет. Выберите другой.',
  factsMissing: (data) => `Этап требует: ${named('ru', data)}. Впишите и перенесите снова.`,
  lostReasonMissing: () => 'Чтобы закрыть сделку как проигранную, выберите причину.',
  lostNoteMissing: () => 'Для этой причины нужна запись: что произошло.',
  endsMissing: () => 'В воронке нужен хотя бы один этап и два конца: один выигран, один проигран.',
  tooManyStages: (data) => `В воронке может быть ${String(data['most'])} этапов. Уберите лишние.`,
  nameMissing: () => 'У нового этапа и новой воронки должно быть название.',
  reasonNameMissing: () => 'У новой причины должно быть название.',
  stageInUse: ({ count }) =>
    `Этап не убрать: на нём ${String(count)} ${plural('ru', Number(count), ['сделка', 'сделки', 'сделок'])}. Перенесите их на другой.`,
}
export const en: typeof ru = {
  stageGone: () => 'This stage is gone. Choose another.',
  factsMissing: (data) => `The stage asks for: ${named('en', data)}. Fill it in and move again.`,
  lostReasonMissing: () => 'To close a deal as lost, choose the reason.',
  lostNoteMissing: () => 'This reason needs a note: what happened.',
  endsMissing: () => 'A pipeline needs at least one stage and two ends: one won, one lost.',
  tooManyStages: (data) => `A pipeline may have ${String(data['most'])} stages. Take some away.`,
  nameMissing: () => 'A new stage and a new pipeline need a name.',
  reasonNameMissing: () => 'A new reason needs a name.',
  stageInUse: ({ count }) =>
    `The stage stays: it holds ${String(count)} ${plural('en', Number(count), ['deal', 'deals'])}. Move them to another.`,
}
