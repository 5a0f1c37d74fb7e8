import { plural } from '#kernel/format.ts'
import type { Texts } from '#web/text.ts'

const deals = (n: number): string => `${n} ${plural('ru', n, ['сделка', 'сделки', 'сделок'])}`
const enDeals = (n: number): string => `${n} ${plural('en', n, ['deal', 'deals'])}`

const ru = {
  selection: 'Выбранные сделки',
  selected: (n: number) => `Выбрано: ${n}`,
  selectRow: (title: string) => `Выбрать: ${title}`,
  choose: 'Выбрать',
  clear: 'Снять выбор',
  tooMany: (n: number) => `За один раз можно изменить до ${n}`,
  move: 'Перенести',
  owner: 'Передать',
  step: 'Назначить шаг',
  remove: 'В корзину',
  titles: {
    move: (n: number) => `Перенести: ${deals(n)}`,
    owner: (n: number) => `Передать: ${deals(n)}`,
    step: (n: number) => `Назначить шаг: ${deals(n)}`,
  },
  stage: 'На этап',
  newOwner: 'Кто будет вести',
  nobody: 'никто',
  changed: (n: number) => `Изменено: ${deals(n)}`,
  removed: (n: number) => `В корзине: ${deals(n)}`,
  nothing: 'Всё уже так, менять нечего.',
  leftTitle: (n: number) => `Остались как были: ${deals(n)}`,
  leftNote: 'Остальные изменены. Эти можно поправить по одной.',
  someDeal: 'Сделка, которой вы не видите',
  reasons: {
    conflict: 'её только что изменили: посмотрите и повторите',
    factsMissing: (missing: string) => `для этапа не хватает: ${missing}`,
    notYours: 'не ваша',
    notFound: 'её уже нет',
    isOver: 'закрыта, шаг ей не нужен',
  },
  close: 'Понятно',
  export: 'Выгрузить',
  exportDeals: 'Сделки',
}
const en: typeof ru = {
  selection: 'Chosen deals',
  selected: (n) => `Chosen: ${n}`,
  selectRow: (title) => `Choose: ${title}`,
  choose: 'Choose',
  clear: 'Let them go',
  tooMany: (n) => `Up to ${n} can be changed at once`,
  move: 'Move',
  owner: 'Hand over',
  step: 'Plan a step',
  remove: 'To the bin',
  titles: {
    move: (n) => `Move ${enDeals(n)}`,
    owner: (n) => `Hand over ${enDeals(n)}`,
    step: (n) => `Plan a step for ${enDeals(n)}`,
  },
  stage: 'To the stage',
  newOwner: 'Who leads them',
  nobody: 'nobody',
  changed: (n) => `Changed: ${enDeals(n)}`,
  removed: (n) => `In the bin: ${enDeals(n)}`,
  nothing: 'All is so already; there is nothing to change.',
  leftTitle: (n) => `Left as they were: ${enDeals(n)}`,
  leftNote: 'The others are changed. These can be put right one by one.',
  someDeal: 'A deal that you do not see',
  reasons: {
    conflict: 'just changed by somebody: look and try again',
    factsMissing: (missing) => `the stage lacks: ${missing}`,
    notYours: 'not yours',
    notFound: 'it is gone',
    isOver: 'closed: it needs no step',
  },
  close: 'All right',
  export: 'Export',
  exportDeals: 'Deals',
}

export const manyTexts: Texts<typeof ru> = { ru, en }
