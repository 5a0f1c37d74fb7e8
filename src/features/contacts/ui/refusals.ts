type Data = Record<string, unknown>

export const ru: Record<string, (data: Data) => string> = {
  tooManyDays: ({ most }) => `Больше ${String(most)} дней за раз не посчитать. Выберите меньший период.`,
  notOfClient: () => 'Этот человек работает не у этого клиента. Выберите другого.',
}
export const en: typeof ru = {
  tooManyDays: ({ most }) => `At most ${String(most)} days are counted at once. Choose a shorter period.`,
  notOfClient: () => 'This person is not of this client. Choose another.',
}
