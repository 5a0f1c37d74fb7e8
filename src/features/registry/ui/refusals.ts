type Data = Record<string, unknown>
type Sentences = Record<string, (data: Data) => string>

const addressFaults: Record<'ru' | 'en', Record<string, string>> = {
  ru: {
    shape: 'Это не адрес. Нужен полный, начинается с https://.',
    scheme:
      'Адрес должен начинаться с https://. Без шифрования можно спрашивать только соседей из GORN_WEBHOOK_ALLOW.',
    credentials: 'Уберите из адреса имя и пароль: реестр узнаёт вас по токену.',
    private: 'Адрес ведёт во внутреннюю сеть. Если это ваш сервер, внесите его в GORN_WEBHOOK_ALLOW.',
    unresolved: 'Такого адреса нет в DNS. Проверьте имя.',
  },
  en: {
    shape: 'This is no address. Give a full one that begins with https://.',
    scheme:
      'The address must begin with https://. Plain http goes only to neighbours named in GORN_WEBHOOK_ALLOW.',
    credentials: 'Take name and password out of the address: the register knows you by the token.',
    private:
      'The address leads into a private network. If it is your own server, name it in GORN_WEBHOOK_ALLOW.',
    unresolved: 'DNS does not know this address. Check the name.',
  },
}

const failures: Record<'ru' | 'en', Sentences> = {
  ru: {
    timeout: ({ seconds }) => `Реестр не ответил за ${String(seconds)} с. Попробуйте позже.`,
    connection: () => 'Связь с реестром оборвалась. Попробуйте ещё раз.',
    unresolved: () => 'Адреса реестра нет в DNS. Его задаёт директор: Настройки → Интеграции.',
    private: () => 'Адрес реестра ведёт во внутреннюю сеть. Его задаёт директор: Настройки → Интеграции.',
    redirect: () => 'Реестр переехал: отвечает перенаправлением. Его адрес задаёт директор.',
    denied: ({ status }) =>
      `Реестр не принял токен или дневной лимит исчерпан (ответ ${String(status)}). Токен задаёт директор: Настройки → Интеграции.`,
    limit: () => 'Слишком много запросов к реестру. Подождите минуту.',
    tooLong: () => 'Реестр не принял запрос: он слишком длинный. Проверьте ИНН и КПП клиента.',
    server: ({ status }) => `У реестра сбой (ответ ${String(status)}). Попробуйте позже.`,
    status: ({ status }) => `Реестр ответил отказом (${String(status)}). Проверьте его адрес в настройках.`,
    garbled: () => 'Ответ реестра не разобрать. Проверьте, тот ли адрес задан в настройках.',
    tooLarge: () => 'Ответ реестра слишком большой, он не прочитан.',
  },
  en: {
    timeout: ({ seconds }) => `The register did not answer in ${String(seconds)} s. Try again later.`,
    connection: () => 'The connection to the register broke off. Try again.',
    unresolved: () => 'DNS does not know the register. An owner sets its address: Settings → Integrations.',
    private: () =>
      'The address of the register leads into a private network. An owner sets it: Settings → Integrations.',
    redirect: () => 'The register has moved: it answers with a redirect. An owner sets its address.',
    denied: ({ status }) =>
      `The register refused the token, or the limit of the day is used up (answer ${String(status)}). An owner sets the token: Settings → Integrations.`,
    limit: () => 'Too many questions to the register. Wait a minute.',
    tooLong: () => 'The register refused the question as too long. Check the client’s INN and KPP.',
    server: ({ status }) => `The register has a fault (answer ${String(status)}). Try again later.`,
    status: ({ status }) => `The register refused (${String(status)}). Check its address in the settings.`,
    garbled: () => 'The answer of the register cannot be read. Check its address in the settings.',
    tooLarge: () => 'The answer of the register is too large and was not read.',
  },
}

const mismatches: Record<'ru' | 'en', Sentences> = {
  ru: {
    inn: ({ ours, theirs }) => `В ответе чужой ИНН: ${String(theirs)} вместо ${String(ours)}.`,
    ogrn: ({ ours, theirs }) =>
      `ОГРН не сходится: у клиента ${String(ours)}, в реестре ${String(theirs)}. Проверьте ИНН и ОГРН в карточке.`,
    name: ({ ours, theirs }) =>
      `По этому ИНН в реестре «${String(theirs)}», а клиент — «${String(ours)}». Проверьте ИНН или впишите в карточку юридическое название.`,
  },
  en: {
    inn: ({ ours, theirs }) => `The answer has another INN: ${String(theirs)} instead of ${String(ours)}.`,
    ogrn: ({ ours, theirs }) =>
      `The OGRN differs: the client has ${String(ours)}, the register ${String(theirs)}. Check INN and OGRN of the client.`,
    name: ({ ours, theirs }) =>
      `Under this INN the register has “${String(theirs)}”, and the client is “${String(ours)}”. Check the INN, or give the client its legal name.`,
  },
}

const nothingFiled = { ru: ' Ничего не записано.', en: ' Nothing was filed.' }

export const ru: Sentences = {
  registryOff: () => 'Реестр не подключён. Его включает директор: Настройки → Интеграции.',
  registryNoInn: () => 'У клиента нет верного ИНН. Впишите его в карточку.',
  registryNothing: ({ inn }) => `В реестре нет компании с ИНН ${String(inn)}.${nothingFiled.ru}`,
  registryFailed: (data) =>
    (failures.ru[String(data['reason'])] ?? failures.ru['garbled'])?.(data) + nothingFiled.ru,
  registryMismatch: (data) =>
    (mismatches.ru[String(data['field'])] ?? mismatches.ru['inn'])?.(data) + nothingFiled.ru,
  registryStale: () => 'Ответ реестра устарел. Спросите ещё раз.',
  registryUrl: ({ reason }) => addressFaults.ru[String(reason)] ?? addressFaults.ru['shape'] ?? '',
  registryNoToken: () => 'Без токена реестр не ответит. Впишите токен и включите снова.',
  registryTokenAnew: () => 'Адрес другой: впишите токен заново. Прежний туда не отправится.',
}
export const en: typeof ru = {
  registryOff: () => 'No register is connected. An owner switches it on: Settings → Integrations.',
  registryNoInn: () => 'The client has no valid INN. Fill it in.',
  registryNothing: ({ inn }) => `The register has no company with the INN ${String(inn)}.${nothingFiled.en}`,
  registryFailed: (data) =>
    (failures.en[String(data['reason'])] ?? failures.en['garbled'])?.(data) + nothingFiled.en,
  registryMismatch: (data) =>
    (mismatches.en[String(data['field'])] ?? mismatches.en['inn'])?.(data) + nothingFiled.en,
  registryStale: () => 'The answer of the register is out of date. Ask again.',
  registryUrl: ({ reason }) => addressFaults.en[String(reason)] ?? addressFaults.en['shape'] ?? '',
  registryNoToken: () => 'Without a token the register does not answer. Give the token and switch it on.',
  registryTokenAnew: () => 'The address is another one: give the token anew. The old one will not go there.',
}
