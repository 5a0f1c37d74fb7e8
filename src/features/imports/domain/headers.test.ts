import { expect, test } from 'vitest'
import { suggestFields, uniqueHeaders } from './headers.ts'

test('doubled headers are numbered past the numbers that the file has itself', () => {
  expect(uniqueHeaders(['Телефон', 'Телефон', 'Телефон 2', ''], 4)).toEqual([
    'Телефон',
    'Телефон 3',
    'Телефон 2',
    'Колонка 4',
  ])
})

test('«№» gives way to «Номер», and serves where nothing else does', () => {
  const fieldsOf = (headers: string[]) =>
    [...suggestFields(headers, 'orders')].map(([at, it]) => [at, it.field])
  expect(fieldsOf(['№', 'Номер', 'Дата'])).toEqual(expect.arrayContaining([[1, 'orderNumber']]))
  expect(fieldsOf(['№', 'Номер', 'Дата'])).toHaveLength(2)
  expect(fieldsOf(['№', 'Дата'])).toEqual(expect.arrayContaining([[0, 'orderNumber']]))
})

// The head of a real export of deals; the rest are fields of the company and marks of advertising.
const amo =
  'ID,Название сделки,Бюджет ,Ответственный,Дата создания сделки,Кем создана сделка,Дата редактирования,Кем редактирована,Дата закрытия,Теги,Примечание,Примечание 2,Примечание 3,Этап сделки,Воронка,Полное имя контакта,Компания контакта,Ответственный за контакт,Компания,Рабочий телефон,Рабочий прямой телефон,Мобильный телефон,Факс,Домашний телефон,Другой телефон,Рабочий email,Личный email,Другой email,utm_source,utm_source,utm_source'
const meaning = (line: string, kind: 'clients' | 'contacts' | 'touches' | 'orders') => {
  const headers = uniqueHeaders(line.split(','), line.split(',').length)
  return Object.fromEntries(
    [...suggestFields(headers, kind)].map(([at, { field }]) => [field, headers[at] ?? '']),
  )
}

test('deals of amoCRM are read as orders, clients and contacts', () => {
  expect(meaning(amo, 'orders')).toMatchObject({
    orderNumber: 'ID',
    amount: 'Бюджет',
    status: 'Этап сделки',
    phone: 'Рабочий телефон',
  })
  expect(meaning(amo, 'clients')).toMatchObject({
    tags: 'Теги',
    note: 'Примечание',
    rep: 'Ответственный',
    phone: 'Рабочий телефон',
    otherPhones: 'Рабочий прямой телефон',
    otherPhones2: 'Мобильный телефон',
    email: 'Рабочий email',
    otherEmails: 'Личный email',
  })
  expect(meaning(amo, 'contacts')).toMatchObject({
    contactName: 'Полное имя контакта',
    phone: 'Рабочий телефон',
    email: 'Рабочий email',
    note: 'Примечание',
  })
})

test('contacts of Atomic CRM and Bitrix24 are read as people at companies', () => {
  const atomic =
    'first_name,last_name,gender,title,background,first_seen,company,email_work,email_home,email_other,phone_work,phone_home,phone_other'
  expect(meaning(atomic, 'contacts')).toEqual({
    firstName: 'first_name',
    lastName: 'last_name',
    position: 'title',
    note: 'background',
    clientName: 'company',
    email: 'email_work',
    otherEmails: 'email_home',
    otherEmails2: 'email_other',
    phone: 'phone_work',
    otherPhones: 'phone_home',
    otherPhones2: 'phone_other',
  })
  const bitrix =
    'ID,Имя,Фамилия,Компания,Должность,Рабочий телефон,Мобильный телефон,Рабочий e-mail,Частный e-mail,Комментарий,Ответственный'
  expect(meaning(bitrix, 'contacts')).toMatchObject({
    firstName: 'Имя',
    lastName: 'Фамилия',
    clientName: 'Компания',
    position: 'Должность',
    phone: 'Рабочий телефон',
    otherPhones: 'Мобильный телефон',
    email: 'Рабочий e-mail',
    otherEmails: 'Частный e-mail',
    note: 'Комментарий',
  })
})
