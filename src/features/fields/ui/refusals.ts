import { plural } from '#kernel/format.ts'

type Data = Record<string, unknown>

const list = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '')
const remedies = {
  ru: {
    text: () => 'нужен текст не длиннее 1000 знаков',
    number: () => 'нужно число: до 15 цифр, после запятой не больше 6. Пример: 1250,5',
    money: () => 'нужна сумма. Пример: 1 250 000,50',
    date: () => 'нужна дата. Пример: 25.12.2026',
    choice: (data: Data) => `такого варианта нет. Есть: ${list(data['choices'])}`,
  },
  en: {
    text: () => 'a text of at most 1,000 characters is needed',
    number: () => 'a number is needed: up to 15 digits, at most 6 after the point. Example: 1250.5',
    money: () => 'an amount is needed. Example: 1,250,000.50',
    date: () => 'a date is needed. Example: 25.12.2026',
    choice: (data: Data) => `no such choice. There are: ${list(data['choices'])}`,
  },
}
const remedy = (language: 'ru' | 'en', data: Data): string =>
  (remedies[language][String(data['kind']) as keyof typeof remedies.ru] ?? remedies[language].text)(data)

export const ru: Record<string, (data: Data) => string> = {
  badFieldValue: (data) =>
    `Поле «${String(data['name'])}», значение «${String(data['value'])}»: ${remedy('ru', data)}.`,
  noSuchField: () => 'Такого поля уже нет. Обновите страницу.',
  badFieldCondition: (data) =>
    `Условие по полю «${String(data['name'])}» не читается. Уберите его и задайте снова.`,
  fieldGone: (data) =>
    data['name']
      ? `Поле «${String(data['name'])}» убрали: снимите условие по нему.`
      : 'Такого поля нет: снимите условие по нему.',
  fieldNameTaken: (data) => `Поле «${String(data['name'])}» уже есть. Назовите иначе.`,
  tooManyFields: (data) => `Полей может быть не больше ${String(data['most'])}. Уберите ненужное.`,
  choiceTwice: (data) => `Вариант «${String(data['name'])}» записан дважды.`,
  noChoices: (data) =>
    data['isChoice'] === false ? 'Варианты бывают только у поля с выбором.' : 'Нужен хотя бы один вариант.',
  choiceInUse: (data) => {
    const count = Number(data['count'])
    const many = count > 1000 ? 'больше 1000' : String(count)
    return `Вариант «${String(data['choice'])}» стоит у клиентов (${many}). Сначала замените его у них: отберите по этому полю и измените разом.`
  },
}
export const en: typeof ru = {
  badFieldValue: (data) =>
    `Field “${String(data['name'])}”, value “${String(data['value'])}”: ${remedy('en', data)}.`,
  noSuchField: () => 'This field is gone. Reload the page.',
  badFieldCondition: (data) =>
    `The condition on the field “${String(data['name'])}” cannot be read. Remove it and set it again.`,
  fieldGone: (data) =>
    data['name']
      ? `The field “${String(data['name'])}” was removed: drop the condition on it.`
      : 'There is no such field: drop the condition on it.',
  fieldNameTaken: (data) => `There is a field “${String(data['name'])}” already. Choose another name.`,
  tooManyFields: (data) => `${String(data['most'])} fields at most. Remove one that is not needed.`,
  choiceTwice: (data) => `The choice “${String(data['name'])}” stands there twice.`,
  noChoices: (data) =>
    data['isChoice'] === false ? 'Only a field of choices has choices.' : 'At least one choice is needed.',
  choiceInUse: (data) => {
    const count = Number(data['count'])
    const many = count > 1000 ? 'more than 1,000' : String(count)
    return `The choice “${String(data['choice'])}” is set at ${many} ${plural('en', count, ['client', 'clients'])}. Replace it there first: filter by this field and change them at once.`
  },
}
