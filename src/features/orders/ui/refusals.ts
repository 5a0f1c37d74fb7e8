type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  numberTaken: (data) => `Заказ № ${String(data['value'])} у этого клиента уже есть.`,
  numberAmbiguous: (data) =>
    `Заказов № ${String(data['number'])} несколько, у разных клиентов. Укажите клиента.`,
  lineWithoutAmount: (data) => `Строка ${String(data['line'])}: нужна сумма или цена.`,
  linesOutOfRange: () => 'Сумма строк меньше нуля или слишком велика. Возврат — это статус, а не знак.',
}
export const en: typeof ru = {
  numberTaken: (data) => `This client has an order number ${String(data['value'])} already.`,
  numberAmbiguous: (data) =>
    `Several clients have an order number ${String(data['number'])}. Name the client.`,
  lineWithoutAmount: (data) => `Line ${String(data['line'])}: an amount or a price is needed.`,
  linesOutOfRange: () =>
    'The lines come to less than nothing, or too much. A return is a status, not a sign.',
}
