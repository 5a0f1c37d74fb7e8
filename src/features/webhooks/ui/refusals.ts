type Data = Record<string, unknown>

const reasons: Record<'ru' | 'en', Record<string, string>> = {
  ru: {
    shape: 'Это не адрес. Нужен полный, например https://example.ru/hook.',
    scheme:
      'Адрес должен начинаться с https://. Без шифрования можно слать только соседям из GORN_WEBHOOK_ALLOW.',
    credentials: 'Уберите из адреса имя и пароль: подлинность подтверждает подпись.',
  },
  en: {
    shape: 'This is no address. Give a full one, such as https://example.com/hook.',
    scheme:
      'The address must begin with https://. Plain http goes only to neighbours named in GORN_WEBHOOK_ALLOW.',
    credentials: 'Take name and password out of the address: the signature proves who sends.',
  },
}

export const ru: Record<string, (data: Data) => string> = {
  webhookUrl: ({ reason }) => reasons.ru[String(reason)] ?? reasons.ru['shape'] ?? '',
  webhookPrivate: ({ host, address }) =>
    `${String(host)} ведёт во внутреннюю сеть (${String(address)}). Туда вебхуки не шлём; если это ваш сервер, внесите его в GORN_WEBHOOK_ALLOW.`,
  webhookUnresolved: ({ host }) => `Адрес ${String(host)} не найден в DNS. Проверьте имя.`,
  webhookPaused: () => 'Вебхук остановлен. Сначала включите его.',
  tooManyWebhooks: ({ most }) => `Вебхуков не больше ${String(most)}. Удалите ненужный.`,
}
export const en: typeof ru = {
  webhookUrl: ({ reason }) => reasons.en[String(reason)] ?? reasons.en['shape'] ?? '',
  webhookPrivate: ({ host, address }) =>
    `${String(host)} leads into a private network (${String(address)}). Webhooks do not go there; if it is your own server, name it in GORN_WEBHOOK_ALLOW.`,
  webhookUnresolved: ({ host }) => `DNS does not know ${String(host)}. Check the name.`,
  webhookPaused: () => 'The webhook is paused. Switch it on first.',
  tooManyWebhooks: ({ most }) => `There can be ${String(most)} webhooks at most. Remove one.`,
}
