type Data = Record<string, unknown>

/** Why tokens, and requests with a key, are refused. */
export const ru: Record<string, (data: Data) => string> = {
  unknownScope: ({ scope }) => `Права «${String(scope)}» нет. Выберите из списка.`,
  expiryPast: () => 'Срок уже прошёл. Укажите будущее время.',
  tooManyTokens: ({ most }) => `У вас уже ${String(most)} токенов. Отзовите ненужные.`,
  otherRequest: ({ key }) =>
    `С ключом «${String(key)}» за последние сутки уже отправляли другой запрос. Возьмите новый ключ.`,
  alreadyDone: ({ unitId }) =>
    `Этот запрос уже выполнен, второй раз делать не нужно. Что сделано — в журнале, номер ${String(unitId ?? '—')}.`,
}
export const en: typeof ru = {
  unknownScope: ({ scope }) => `There is no scope “${String(scope)}”. Choose from the list.`,
  expiryPast: () => 'This time has passed. Choose one ahead.',
  tooManyTokens: ({ most }) => `You have ${String(most)} tokens already. Revoke those you do not need.`,
  otherRequest: ({ key }) =>
    `The key “${String(key)}” was sent with another request in the last day. Use a new key.`,
  alreadyDone: ({ unitId }) =>
    `This request is done already; do not repeat it. What it did is in the history, number ${String(unitId ?? '–')}.`,
}
