import { plural } from '#kernel/format.ts'

/** Words of the marks and widgets that every screen uses. */
const ru = {
  valueClass: (letter: string) => (letter === 'none' ? 'без класса' : `класс клиента ${letter}`),
  rhythm: {
    inRhythm: 'в ритме',
    late: 'опаздывает',
    atRisk: 'под угрозой',
    lapsed: 'ушёл',
    unknown: 'нет ритма',
  },
  frequency: { often: 'часто', sometimes: 'иногда', rarely: 'редко', none: 'нет заказов' },
  chart: 'График',
  table: 'Таблица',
  close: 'Закрыть',
  undo: 'Вернуть',
  retry: 'Повторить',
  loading: 'Загружаем',
  offline: (at: string) =>
    `Нет связи. Показываем данные на ${at}; изменения не сохранятся, пока связь не вернётся.`,
  remove: 'Убрать',
  conflict: 'Пока вы правили, запись изменили',
  yours: 'Оставить моё',
  theirs: 'Взять новое',
  clients: (n: number) => plural('ru', n, ['клиент', 'клиента', 'клиентов']),
  months: (month: string, sum: string) => `${month}: ${sum}`,
  sparkline: 'оборот за 12 месяцев',
  failed: 'Не получилось загрузить.',
}
const en: typeof ru = {
  valueClass: (letter) => (letter === 'none' ? 'no value class' : `value class ${letter}`),
  rhythm: { inRhythm: 'in rhythm', late: 'late', atRisk: 'at risk', lapsed: 'lapsed', unknown: 'no rhythm' },
  frequency: { often: 'often', sometimes: 'sometimes', rarely: 'rarely', none: 'no orders' },
  chart: 'Chart',
  table: 'Table',
  close: 'Close',
  undo: 'Undo',
  retry: 'Try again',
  loading: 'Loading',
  offline: (at) => `Offline. Data as of ${at}; changes will not be saved until the connection is back.`,
  remove: 'Remove',
  conflict: 'The record was changed while you edited',
  yours: 'Keep mine',
  theirs: 'Take the new one',
  clients: (n) => plural('en', n, ['client', 'clients']),
  months: (month, sum) => `${month}: ${sum}`,
  sparkline: 'turnover over 12 months',
  failed: 'Loading failed.',
}
export const widgetTexts = { ru, en }
