import { contactIdHeader, fieldPrefix, ownMarks, recordIdHeader } from '#kernel/own-table.ts'
import { dealHeaders, ofDeals } from './deal-headers.ts'
import type { CustomField, FieldName, ImportKind } from './plan.ts'

type Known = { field: FieldName; from: string; isFor?: ImportKind }

/** A header without case, ё, spaces and punctuation, so that «Дата  заказа» and «дата_заказа» are one. */
export function headerKey(header: string): string {
  return header
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}№]/gu, '')
}

const known = new Map<string, Known[]>()

function learn(from: string, field: FieldName, headers: string, isFor?: ImportKind): void {
  for (const header of headers.split('|')) {
    const key = headerKey(header)
    known.set(key, [...(known.get(key) ?? []), isFor ? { field, from, isFor } : { field, from }])
  }
}

// The programs people come from, in their own words; the first that fits wins.
learn('1C', 'orderNumber', 'Номер|Номер документа|Номер заказа|№ документа|№ заказа|№|Документ|Регистратор')
learn('1C', 'orderedAt', 'Дата|Дата документа|Дата заказа|Дата отгрузки|Период|Дата реализации')
learn('1C', 'clientExternalId', 'Код|Код контрагента|Код клиента|Контрагент.Код|Код партнера|Код 1С')
learn(
  '1C',
  'clientName',
  'Контрагент|Клиент|Покупатель|Партнер|Заказчик|Наименование контрагента|Название клиента|Организация покупателя|Наименование|Полное наименование',
)
learn('1C', 'product', 'Номенклатура|Товар|Наименование товара|Артикул|Товар/услуга|Продукция')
learn('1C', 'quantity', 'Количество|Кол-во|Кол.|Колво')
learn('1C', 'unitPrice', 'Цена|Цена за единицу|Цена без НДС|Цена с НДС')
learn('1C', 'discount', 'Скидка|Скидка %|% скидки|Процент скидки')
learn(
  '1C',
  'amount',
  'Сумма|Сумма документа|Сумма заказа|Всего|Итого|Стоимость|Сумма с НДС|Сумма без НДС|Оборот|Выручка',
)
learn('1C', 'cost', 'Себестоимость|Себестоимость продаж|Закупка|Сумма закупки')
learn('1C', 'status', 'Статус|Состояние|Статус заказа|Хозяйственная операция|ХозОперация|Вид операции')
learn('1C', 'rep', 'Менеджер|Ответственный|Ответственный менеджер|Продавец|Основной менеджер')
learn('1C', 'region', 'Регион|Область|Бизнес-регион|Субъект РФ')
learn('1C', 'city', 'Город|Населенный пункт')
learn('1C', 'inn', 'ИНН|ИНН контрагента|ИНН клиента|Контрагент.ИНН')
learn('1C', 'kpp', 'КПП|Контрагент.КПП')
learn('1C', 'ogrn', 'ОГРН|ОГРНИП|ОГРН/ОГРНИП')
learn('1C', 'email', 'E-mail|Email|Почта|Электронная почта|Адрес электронной почты|Эл. почта')
learn('1C', 'phone', 'Телефон|Phones|Тел.|Контактный телефон|Номер телефона|Телефоны')

// A person and a company are told apart by the kind of the file.
const nameOfPerson =
  'Контакт|Контактное лицо|Полное имя контакта|Имя контакта|Основной контакт|ФИО|Полное имя|Contact|Contact name|Full name|Person - Name|Person'
learn('1C', 'contactName', nameOfPerson, 'contacts')
learn('1C', 'contactName', nameOfPerson, 'touches')
learn('amoCRM', 'contactName', 'Наименование|Имя Фамилия|Name', 'contacts')
learn(
  'amoCRM',
  'clientName',
  'Компания|Название компании|Компания контакта|Клиент|Контрагент|Организация',
  'contacts',
)
learn(
  'HubSpot',
  'clientName',
  'Company|Company name|Associated company|Organization|Account|Client|property_company',
  'contacts',
)
learn('1C', 'firstName', 'Имя|First name|first_name|property_firstname', 'contacts')
learn('1C', 'lastName', 'Фамилия|Last name|last_name|property_lastname', 'contacts')
learn('1C', 'role', 'Роль|Роль в сделке|Role|Buying role', 'contacts')
learn('1C', 'position', 'Должность|Position|Title|Job title|property_jobtitle', 'contacts')
learn('1C', 'otherPhones', 'Другие телефоны|Доп. телефон|Дополнительный телефон|Other phones|Other phone')
learn('1C', 'otherEmails', 'Другие e-mail|Другая почта|Other e-mails|Other email')
learn(
  '1C',
  'addresses',
  'Адрес|Адреса|Юридический адрес|Фактический адрес|Почтовый адрес|Address|Addresses|Street address',
)
learn('amoCRM', 'tags', 'Теги|Теги сделки|Теги контакта|Теги компании|Метки|Tags|Labels')
learn(
  'amoCRM',
  'note',
  'Заметка|Заметки|Примечание|Примечания|Комментарий|Комментарии|Описание|Note|Notes|Comment|Background',
)
learn('1C', 'touchKind', 'Вид|Тип|Тип дела|Тип события|Вид касания|Type|Activity type', 'touches')
learn(
  '1C',
  'touchedAt',
  'Дата|Дата и время|Дата события|Дата создания|Дата звонка|Date|Created|Created at|Timestamp|property_hs_timestamp',
  'touches',
)
learn(
  '1C',
  'text',
  'Текст|Текст примечания|Содержание|О чём|Тема|Примечание|Комментарий|Описание|Text|Note|Notes|Body|Subject|Description|property_hs_note_body',
  'touches',
)
learn('1C', 'result', 'Итог|Итог разговора|Результат|Result|Outcome', 'touches')
learn('1C', 'nextStep', 'Следующий шаг|Дальше|Next step', 'touches')
learn('1C', 'nextStepOn', 'Дата следующего шага|Следующий контакт|Next step date', 'touches')
learn('1C', 'author', 'Автор|Сотрудник|Ответственный|Менеджер|Кто|Author|Owner|User|Created by', 'touches')

learn(
  'amoCRM',
  'clientName',
  'Компания|Название компании|Основной контакт|Полное имя контакта|Имя контакта|Компания контакта',
)
learn(
  'amoCRM',
  'phone',
  'Рабочий телефон|Мобильный телефон|Рабочий прямой телефон|Домашний телефон|Другой телефон|phone_work|phone_home|phone_other',
)
learn('amoCRM', 'email', 'Рабочий email|Личный email|Другой email')
learn('amoCRM', 'orderNumber', 'ID сделки', 'orders')
learn('amoCRM', 'amount', 'Бюджет|Бюджет сделки')
learn('amoCRM', 'orderedAt', 'Дата закрытия|Дата создания сделки')
learn('amoCRM', 'status', 'Этап сделки')
learn('amoCRM', 'rep', 'Ответственный за контакт')

learn(
  'Bitrix24',
  'clientName',
  'Компания: Название компании|Название компании|Компания|COMPANY_TITLE|Полное имя',
)
learn('Bitrix24', 'amount', 'Сумма сделки|OPPORTUNITY')
learn('Bitrix24', 'orderedAt', 'Предполагаемая дата закрытия|Дата создания|CLOSEDATE|DATE_CREATE|Дата начала')
learn('Bitrix24', 'status', 'Стадия сделки|STAGE_ID')
learn('Bitrix24', 'rep', 'ASSIGNED_BY_ID|Ответственный')
learn('Bitrix24', 'phone', 'Рабочий телефон|Мобильный телефон')
learn('Bitrix24', 'email', 'Рабочий e-mail|Частный e-mail')

learn(
  'HubSpot',
  'clientName',
  'Company name|Associated company|Name|Company|Organization|Account Name|property_name',
)
learn('HubSpot', 'amount', 'Amount|Deal amount|property_amount|Amount in company currency')
learn('HubSpot', 'orderedAt', 'Close date|Create date|Created at|property_closedate|property_createdate')
learn('HubSpot', 'rep', 'Deal owner|Company owner|Contact owner|Owner|HubSpot Owner')
learn('HubSpot', 'status', 'Deal stage|Stage|Status')
learn('HubSpot', 'phone', 'Phone number|Phone|Mobile phone number|phone_work|property_phone')
learn('HubSpot', 'email', 'Email address|E-mail|property_email|email_work|email_home|email_other')
learn('HubSpot', 'city', 'City|property_city')
learn('HubSpot', 'region', 'State/Region|Country/Region|Country|Region|property_state')
learn('HubSpot', 'clientExternalId', 'Record ID|Company ID|Contact ID')

learn(
  'Pipedrive',
  'clientName',
  'Organization - Name|Deal - Organization|Person - Name|Organization name|Full name',
)
learn('Pipedrive', 'amount', 'Deal - Value|Value')
learn('Pipedrive', 'orderedAt', 'Deal - Won time|Won time|Deal created|Deal - Deal created')
learn('Pipedrive', 'rep', 'Deal - Owner|Organization - Owner')
learn('Pipedrive', 'phone', 'Person - Phone|Person - Phone - Work')
learn('Pipedrive', 'email', 'Person - Email|Person - Email - Work')
learn('Pipedrive', 'orderNumber', 'Deal - ID')

learn(
  'shop',
  'orderNumber',
  'Order number|Order no|Order|Order ID|InvoiceNo|Invoice|Invoice number|Document number',
)
learn('shop', 'orderedAt', 'Order date|Date|InvoiceDate|Invoice date|Ordered at|Paid at|Purchase date')
learn(
  'shop',
  'clientExternalId',
  'CustomerID|Customer ID|Customer code|Client ID|Client code|Account ID|External ID',
)
learn('shop', 'clientName', 'Customer|Customer name|Client|Client name|Billing name|Buyer')
learn('shop', 'product', 'StockCode|SKU|Product|Item|Product ID|Product name|Description|Lineitem name')
learn('shop', 'quantity', 'Quantity|Qty|Lineitem quantity')
learn('shop', 'unitPrice', 'UnitPrice|Unit price|Price|Lineitem price')
learn('shop', 'discount', 'Discount')
learn('shop', 'amount', 'Total|Sum|Turnover|Revenue|Line total|Net amount|Subtotal')
learn('shop', 'cost', 'Cost|COGS|Cost of goods')
learn('shop', 'rep', 'Sales rep|Rep|Salesperson|Employee|Manager|Sales agent|EmployeeID')
learn('shop', 'inn', 'INN|Tax ID|Tax number|TIN')
learn('shop', 'kpp', 'KPP')
learn('shop', 'ogrn', 'OGRN')
// A file of clients may call its own number simply "ID".
learn('shop', 'clientExternalId', 'ID', 'clients')
learn('shop', 'orderNumber', 'ID', 'orders')

for (const [from, field, headers, kind] of dealHeaders) learn(from, field, headers, kind)

learn('Gorn', 'clientId', Object.values(ownMarks).join('|'))
learn('Gorn', 'recordId', Object.values(recordIdHeader).join('|'))
learn('Gorn', 'contactId', Object.values(contactIdHeader).join('|'))
learn('Gorn', 'orderAmount', 'Сумма всего заказа|Order amount')
learn('Gorn', 'clientKind', 'Вид клиента|Client kind')
learn('Gorn', 'archivedAt', 'В архиве с|Archived since')
learn('Gorn', 'touchKind', 'Что это было|Kind of touch')
learn('Gorn', 'touchedAt', 'Когда|When', 'touches')
learn('Gorn', 'text', 'О чём говорили|What was said')
learn('Gorn', 'nextStepOn', 'Срок шага|Next step on')
learn('Gorn', 'touchMinutes', 'Минут|Minutes|Длительность, мин|Duration, min', 'touches')

const shared: FieldName[] = ['clientExternalId', 'clientName', 'inn', 'clientId']
const phones: FieldName[] = ['phone', 'otherPhones', 'otherPhones2', 'otherPhones3']
const emails: FieldName[] = ['email', 'otherEmails', 'otherEmails2']
const ofOrders: FieldName[] = [
  'orderNumber',
  'orderedAt',
  'clientExternalId',
  'clientName',
  'product',
  'quantity',
  'unitPrice',
  'discount',
  'amount',
  'cost',
  'status',
  'rep',
  'region',
  'city',
  'inn',
  'kpp',
  'ogrn',
  'email',
  'phone',
  'clientId',
  'recordId',
]

/** The fields that a kind of file may have, in the order in which a person looks for them. */
export const fieldsOfKind: Record<ImportKind, readonly FieldName[]> = {
  clients: [
    ...shared,
    'clientKind',
    'kpp',
    'ogrn',
    ...phones,
    ...emails,
    'addresses',
    'city',
    'region',
    'rep',
    'tags',
    'note',
    'archivedAt',
  ],
  contacts: [
    ...shared,
    'contactName',
    'firstName',
    'lastName',
    'role',
    'position',
    ...phones,
    ...emails,
    'note',
    'recordId',
  ],
  touches: [
    ...shared,
    'touchedAt',
    'touchKind',
    'text',
    'result',
    'nextStep',
    'nextStepOn',
    'touchMinutes',
    'contactName',
    'author',
    'recordId',
    'contactId',
  ],
  deals: ofDeals,
  products: ['product', 'unitPrice'],
  orders: ofOrders,
  'order-lines': [...ofOrders, 'orderAmount'],
}

/** The fields that a header may mean for this kind of file, the likeliest first. */
function knownFields(header: string, kind: ImportKind): Known[] {
  const fits = (known.get(headerKey(header)) ?? []).filter(
    (it) => (!it.isFor || it.isFor === kind) && fieldsOfKind[kind].includes(it.field),
  )
  return fits.sort((a, b) => Number(b.isFor !== undefined) - Number(a.isFor !== undefined))
}

// «Поле: Отрасль» is ours for certain; a header that is simply called so is taken for it too.
function customField(
  header: string,
  fields: readonly CustomField[],
): { field: FieldName; from: string } | null {
  const prefix = Object.values(fieldPrefix).find((it) => header.startsWith(it))
  const name = (prefix === undefined ? header : header.slice(prefix.length)).trim()
  const found =
    fields.find((it) => it.name === name) ??
    fields.find((it) => headerKey(it.name) === headerKey(name) && headerKey(name) !== '')
  return found ? { field: `field:${found.id}`, from: 'Gorn' } : null
}

// A second column of phones holds further ones.
function furtherOf({ field, from }: Known, kind: ImportKind): Known[] {
  const row = field === 'phone' ? phones : field === 'email' ? emails : []
  return kind === 'clients' || kind === 'contacts' ? row.slice(1).map((it) => ({ field: it, from })) : []
}

/** Whether any program we know has such a header; helps to find the row of the headers. */
export function isKnownHeader(text: string): boolean {
  return text.length > 0 && text.length < 60 && known.has(headerKey(text))
}

/** Headers made unique and never empty: a second «Телефон» becomes «Телефон 2». */
export function uniqueHeaders(cells: readonly string[], count: number): string[] {
  const bases = Array.from(
    { length: count },
    (_none, index) => (cells[index] ?? '').replace(/\s+/g, ' ').trim() || `Колонка ${index + 1}`,
  )
  const taken = new Set(bases)
  const seen = new Map<string, number>()
  return bases.map((base) => {
    let times = (seen.get(base) ?? 0) + 1
    // The file may have a «Телефон 2» of its own.
    while (times > 1 && taken.has(`${base} ${times}`)) times++
    seen.set(base, times)
    const header = times === 1 ? base : `${base} ${times}`
    taken.add(header)
    return header
  })
}

/** Which column serves which field: the first column that means it, each column once. */
export function suggestFields(
  headers: readonly string[],
  kind: ImportKind,
  customFields: readonly CustomField[] = [],
): Map<number, { field: FieldName; from: string }> {
  const taken = new Set<FieldName>()
  const chosen = new Map<number, { field: FieldName; from: string }>()
  // «№» alone is often the number of the row: it gives way to any clearer name.
  const clearest = [...headers.entries()].sort(([, a], [, b]) => Number(a === '№') - Number(b === '№'))
  for (const [index, header] of clearest) {
    const isCustom = Object.values(fieldPrefix).some((it) => header.startsWith(it))
    const means = isCustom ? [] : knownFields(header, kind).flatMap((it) => [it, ...furtherOf(it, kind)])
    const custom = kind === 'clients' ? customField(header, customFields) : null
    const found = [...means, ...(custom ? [custom] : [])].find((it) => !taken.has(it.field))
    if (!found) continue
    taken.add(found.field)
    chosen.set(index, { field: found.field, from: found.from })
  }
  return chosen
}
