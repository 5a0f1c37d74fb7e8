const ru = {
  title: 'Реестр компаний',
  about:
    'По ИНН Горн спросит реестр и предложит реквизиты, ОКВЭД, выручку и численность. Записано будет только то, что примет менеджер. В реестр уходят ИНН и КПП клиента и больше ничего.',
  isOn: 'Искать компании в реестре',
  url: 'Адрес',
  urlHelp: 'DaData или сервис с тем же протоколом findById/party',
  token: 'Токен',
  tokenHelp: 'API-ключ из личного кабинета DaData. После сохранения он больше не показывается.',
  tokenSet: (ending: string) => (ending ? `Задан, оканчивается на ${ending}` : 'Задан'),
  replace: 'Заменить',
  forget: 'Забыть',
  save: 'Сохранить',
  saved: 'Подключение сохранено',
  check: 'Проверить связь',
  checked: (name: string) => `Реестр отвечает: ${name}`,
}
const en: typeof ru = {
  title: 'Register of companies',
  about:
    'By the INN Gorn asks the register and proposes details, OKVED, revenue and headcount. Only what a person accepts is filed. The client’s INN and KPP go to the register, and nothing else.',
  isOn: 'Look companies up in the register',
  url: 'Address',
  urlHelp: 'DaData, or a service that speaks the same protocol findById/party',
  token: 'Token',
  tokenHelp: 'The API key of your DaData account. Once saved it is not shown again.',
  tokenSet: (ending: string) => (ending ? `Set, ends in ${ending}` : 'Set'),
  replace: 'Replace',
  forget: 'Forget',
  save: 'Save',
  saved: 'Connection saved',
  check: 'Check the connection',
  checked: (name: string) => `The register answers: ${name}`,
}
export const registryTexts = { ru, en }
