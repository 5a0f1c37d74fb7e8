type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  sameClient: () => 'Это один и тот же клиент. Выберите двух разных.',
  mergeTooOld: (data) => `Разделить слитых клиентов можно ${String(data['days'])} дней; они прошли.`,
}
export const en: typeof ru = {
  sameClient: () => 'This is one and the same client. Choose two.',
  mergeTooOld: (data) => `Merged clients can be taken apart for ${String(data['days'])} days; they are over.`,
}
