type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  badThresholds: () =>
    'Пороги идут по возрастанию: A меньше B, «иногда» меньше «часто», 1,5 меньше 2 меньше 3.',
  noOrdersBefore: (data) =>
    `До ${String(data['day'])} заказов ещё не было: сравнивать не с чем. Первый заказ — ${String(data['first'] ?? '—')}.`,
}
export const en: typeof ru = {
  badThresholds: () => 'Limits must rise: A below B, “sometimes” below “often”, 1.5 below 2 below 3.',
  noOrdersBefore: (data) =>
    `There were no orders before ${String(data['day'])}: nothing to compare with. The first is of ${String(data['first'] ?? '—')}.`,
}
