import { formatNumber, plural } from '#kernel/format.ts'
import type { Texts } from '#web/text.ts'

const quarter = (day: string): string => String(Math.ceil(Number(day.slice(5, 7)) / 3))

const ru = {
  note: 'Все сделки, закрытые за период. Доля выигранных — от выигранных и проигранных вместе.',
  withoutHistory: (n: number) =>
    `Из них без истории этапов: ${formatNumber('ru', n)}. ${plural('ru', n, ['Она пришла', 'Они пришли', 'Они пришли'])} из файла; здесь считаются, в конверсии по этапам их нет.`,
  byQuarter: 'По кварталам закрытия',
  byRep: 'По менеджерам',
  quarter: 'Квартал',
  rep: 'Менеджер',
  quarterOf: (day: string) => `${quarter(day)} кв. ${day.slice(0, 4)}`,
  all: 'Всего',
  won: 'Выиграно',
  lost: 'Проиграно',
  wonWord: 'выиграно',
  lostWord: 'проиграно',
  rate: 'Доля выигранных',
  money: 'Выиграно денег',
  nobody: 'Ничьи',
  none: 'За период ни одна сделка не закрыта',
  noneText: 'Возьмите период шире или другую воронку.',
}
const en: typeof ru = {
  note: 'All deals closed in the period. The win rate is won of won and lost together.',
  withoutHistory: (n) =>
    `${formatNumber('en', n)} of them ${plural('en', n, ['has', 'have'])} no history: they came by a file. They count here, but in no conversion by stage.`,
  byQuarter: 'By quarter of closing',
  byRep: 'By rep',
  quarter: 'Quarter',
  rep: 'Rep',
  quarterOf: (day) => `Q${quarter(day)} ${day.slice(0, 4)}`,
  all: 'All',
  won: 'Won',
  lost: 'Lost',
  wonWord: 'won',
  lostWord: 'lost',
  rate: 'Win rate',
  money: 'Won money',
  nobody: 'Nobody’s',
  none: 'No deal was closed in the period',
  noneText: 'Take a longer period or another pipeline.',
}

export const resultTexts: Texts<typeof ru> = { ru, en }
