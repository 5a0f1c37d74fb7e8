type Data = Record<string, unknown>

/** Why the team's operations, and those of the house itself, say no; keyed by the code of the refusal. */
export const ru: Record<string, (data: Data) => string> = {
  offline: () => 'Нет связи с сервером. Проверьте сеть и повторите.',
  notSignedIn: () => 'Войдите: без входа эти данные не видны.',
  notAllowed: ({ reason, scope }) =>
    reason === 'scope'
      ? `У токена нет права «${String(scope)}». Создайте токен с этим правом.`
      : reason === 'token'
        ? 'По токену это недоступно. Войдите в браузере.'
        : 'Не хватает прав. Их даёт владелец в настройках.',
  notFound: () => 'Такой записи нет: её удалили или она вам не видна.',
  conflict: () => 'Пока вы правили, запись изменили. Сравните и выберите, что оставить.',
  tooManyRequests: (data) =>
    `Слишком много попыток. Повторите через ${Number(data['retryAfterSeconds'] ?? 60)} с.`,
  notReady: (data) =>
    data['reason'] === 'setup'
      ? 'Сначала откройте Горн в браузере и создайте владельца.'
      : 'База перезапускается. Повторите через пару секунд.',
  invalidInput: () => 'Не все поля заполнены верно. Проверьте отмеченные.',
  unexpected: (data) =>
    `Ошибка на нашей стороне, номер ${String(data['errorId'] ?? '—')}. Данные не пострадали.`,
  alreadySetUp: () => 'Горн уже настроен. Войдите.',
  unknownTimeZone: (data) => `Часового пояса «${String(data['timeZone'])}» нет. Пример: Europe/Moscow.`,
  unknownCurrency: (data) => `Валюты «${String(data['currency'])}» нет. Пример: RUB.`,
  currencyInUse: (data) =>
    `Заказы уже записаны в ${String(data['currency'])}: сменить валюту нельзя, суммы стали бы неверны.`,
  wrongPassword: () => 'Почта или пароль не подходят.',
  deactivated: () => 'Доступ закрыт. Открыть его может владелец.',
  linkExpired: () => 'Ссылка уже использована или устарела. Попросите владельца прислать новую.',
  emailTaken: (data) => `Почта ${String(data['email'])} уже занята.`,
  lastOwner: () => 'Это последний владелец. Сначала назначьте другого.',
  teamNameTaken: (data) => `Команда «${String(data['name'])}» уже есть.`,
}

export const en: typeof ru = {
  offline: () => 'No connection to the server. Check the network and try again.',
  notSignedIn: () => 'Sign in to see this.',
  notAllowed: ({ reason, scope }) =>
    reason === 'scope'
      ? `The token lacks the scope “${String(scope)}”. Make one that has it.`
      : reason === 'token'
        ? 'No token opens this. Sign in with a browser.'
        : 'You have no access. The owner can give it in the settings.',
  notFound: () => 'There is no such record: it was deleted, or you may not see it.',
  conflict: () => 'Somebody changed this record while you edited. Compare and choose which to keep.',
  tooManyRequests: (data) => `Too many attempts. Try again in ${Number(data['retryAfterSeconds'] ?? 60)} s.`,
  notReady: (data) =>
    data['reason'] === 'setup'
      ? 'First open Gorn in a browser and create the owner.'
      : 'The database is restarting. Try again in a couple of seconds.',
  invalidInput: () => 'Some fields are not right. Check the marked ones.',
  unexpected: (data) =>
    `An error on our side, number ${String(data['errorId'] ?? '—')}. Your data are unharmed.`,
  alreadySetUp: () => 'Gorn is set up already. Sign in.',
  unknownTimeZone: (data) => `There is no time zone “${String(data['timeZone'])}”. Example: Europe/London.`,
  unknownCurrency: (data) => `There is no currency “${String(data['currency'])}”. Example: EUR.`,
  currencyInUse: (data) =>
    `Orders are recorded in ${String(data['currency'])}: the currency cannot change, the sums would become wrong.`,
  wrongPassword: () => 'E-mail or password do not match.',
  deactivated: () => 'Your access is closed. The owner can open it.',
  linkExpired: () => 'The link was used or has expired. Ask the owner for a new one.',
  emailTaken: (data) => `The e-mail ${String(data['email'])} is taken.`,
  lastOwner: () => 'This is the last owner. Appoint another one first.',
  teamNameTaken: (data) => `There is a team “${String(data['name'])}” already.`,
}
