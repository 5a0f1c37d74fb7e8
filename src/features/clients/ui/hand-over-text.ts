import { plural } from '#kernel/format.ts'

const ru = {
  title: (name: string) => `Передать клиентов: ${name}`,
  leaving: (name: string) => `Закрыть доступ: ${name}`,
  note: 'Уйдут все клиенты, и те, что в архиве. Отменить можно одним действием.',
  who: 'Кому',
  whoHelp: 'Отметьте одного или нескольких: делим по обороту поровну.',
  nobody: 'Никого не отметили: клиенты останутся без менеджера.',
  none: 'Клиентов нет.',
  total: (clients: string, archived: string) => `Клиентов: ${clients}, из них в архиве: ${archived}`,
  byClass: 'Что передаём',
  class: 'Класс',
  classes: { A: 'A', B: 'B', C: 'C', none: 'без заказов за год' },
  clients: 'Клиентов',
  turnover: 'Оборот',
  shares: 'Кому сколько',
  give: 'Передать',
  close: 'Закрыть доступ',
  closeAndGive: 'Закрыть доступ и передать',
  given: (n: number) => `Передали: ${n} ${plural('ru', n, ['клиент', 'клиента', 'клиентов'])}`,
  closed: (name: string, n: number) =>
    n === 0
      ? `Доступ закрыт: ${name}`
      : `Доступ закрыт: ${name}. Передали: ${n} ${plural('ru', n, ['клиент', 'клиента', 'клиентов'])}`,
}
const en: typeof ru = {
  title: (name) => `Hand clients over: ${name}`,
  leaving: (name) => `Close access: ${name}`,
  note: 'All clients go, those in the archive too. One act, undone as one.',
  who: 'To whom',
  whoHelp: 'Choose one or several: the base is split evenly by turnover.',
  nobody: 'Nobody is chosen: the clients will have no owner.',
  none: 'There are no clients.',
  total: (clients, archived) => `Clients: ${clients}, of them in the archive: ${archived}`,
  byClass: 'What goes',
  class: 'Class',
  classes: { A: 'A', B: 'B', C: 'C', none: 'no orders this year' },
  clients: 'Clients',
  turnover: 'Turnover',
  shares: 'Who gets what',
  give: 'Hand over',
  close: 'Close access',
  closeAndGive: 'Close access and hand over',
  given: (n) => `Handed over: ${n} ${plural('en', n, ['client', 'clients'])}`,
  closed: (name, n) =>
    n === 0
      ? `Access closed: ${name}`
      : `Access closed: ${name}. Handed over: ${n} ${plural('en', n, ['client', 'clients'])}`,
}
export const handOverTexts = { ru, en }
