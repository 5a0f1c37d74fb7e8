type Data = Record<string, unknown>

function waitRu(value: unknown): string {
  const seconds = Number(value ?? 60)
  if (seconds < 120) return `через ${seconds} с`
  return seconds < 7200 ? `через ${Math.ceil(seconds / 60)} мин` : `через ${Math.ceil(seconds / 3600)} ч`
}
function waitEn(value: unknown): string {
  const seconds = Number(value ?? 60)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
}

const weakRu: Record<string, string> = {
  short: 'Слишком коротко: нужно хотя бы 10 знаков.',
  long: 'Слишком длинно: не больше 128 знаков.',
  common: 'Такой пароль подбирают первым. Возьмите несколько слов, не связанных друг с другом.',
  personal: 'В пароле почти одно ваше имя или почта. Возьмите другие слова.',
}
const weakEn: typeof weakRu = {
  short: 'Too short: at least 10 characters.',
  long: 'Too long: 128 characters at most.',
  common: 'This is among the first to be guessed. Take a few words that have nothing to do with each other.',
  personal: 'This is hardly more than your name or e-mail. Take other words.',
}

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
  tooManyRequests: (data) => `Слишком много попыток. Повторите ${waitRu(data['retryAfterSeconds'])}.`,
  notReady: (data) =>
    data['reason'] === 'setup'
      ? 'Сначала откройте Горн в браузере и создайте владельца.'
      : 'База перезапускается. Повторите через пару секунд.',
  diskFull: () => 'На диске кончилось место. Ничего не записано; освободите место и повторите.',
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
  linkExpired: () => 'Срок ссылки вышел: она работает три дня. Попросите владельца прислать новую.',
  linkUsed: () =>
    'Эта ссылка больше не работает: пароль по ней уже задали или её заменили новой. Если пароль задали вы, войдите; если нет, попросите владельца прислать новую.',
  weakPassword: (data) => weakRu[String(data['fault'])] ?? 'Такой пароль легко угадать. Придумайте другой.',
  notYourPassword: () => 'Это не ваш нынешний пароль.',
  wrongCode: () =>
    'Код не подошёл. Дождитесь следующего и введите его; код восстановления работает один раз.',
  signInAgain: () => 'Время на код вышло. Введите почту и пароль ещё раз.',
  twoFactorIsOn: () => 'Второй шаг входа уже включён.',
  twoFactorIsOff: () => 'Второй шаг входа не включён.',
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
  tooManyRequests: (data) => `Too many attempts. Try again in ${waitEn(data['retryAfterSeconds'])}.`,
  notReady: (data) =>
    data['reason'] === 'setup'
      ? 'First open Gorn in a browser and create the owner.'
      : 'The database is restarting. Try again in a couple of seconds.',
  diskFull: () => 'The disk is full. Nothing was written; make room and try again.',
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
  linkExpired: () => 'The link has expired: it works for three days. Ask the owner for a new one.',
  linkUsed: () =>
    'This link no longer works: a password was set by it, or a newer one replaced it. If it was you, sign in; if not, ask the owner for a new one.',
  weakPassword: (data) => weakEn[String(data['fault'])] ?? 'This password is easy to guess. Choose another.',
  notYourPassword: () => 'This is not your current password.',
  wrongCode: () => 'The code does not fit. Wait for the next one; a recovery code works once.',
  signInAgain: () => 'The time for the code is over. Enter e-mail and password again.',
  twoFactorIsOn: () => 'The second step is on already.',
  twoFactorIsOff: () => 'The second step is not on.',
  emailTaken: (data) => `The e-mail ${String(data['email'])} is taken.`,
  lastOwner: () => 'This is the last owner. Appoint another one first.',
  teamNameTaken: (data) => `There is a team “${String(data['name'])}” already.`,
}
