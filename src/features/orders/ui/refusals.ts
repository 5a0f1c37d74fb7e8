type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  numberTaken: (data) => `Заказ № ${String(data['value'])} у этого клиента уже есть.`,
}
export const en: typeof ru = {
  numberTaken: (data) => `This client has an order number ${String(data['value'])} already.`,
}
