import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import papa from 'papaparse'
import { addDays, type Day, daysBetween } from '#kernel/days.ts'
import type { Language } from '#kernel/format.ts'
import type { Role } from '#kernel/operation.ts'
import { buildDeals, type DemoDeal } from './deals.ts'
import { buildProspects, type DemoProspect } from './prospects.ts'

export type DemoPerson = { name: string; email: string; role: Role; team: string }
export type Demo = {
  people: DemoPerson[]
  teams: { name: string; headEmail: string }[]
  clientsCsv: string
  linesCsv: string
  deals: DemoDeal[]
  prospects: DemoProspect[]
  /** what a unit of the demo's money is in the workspace's */
  rate: number
}

type Row = Record<string, string>
const rows = (name: string): Row[] =>
  papa.parse<Row>(readFileSync(join(import.meta.dirname, 'data', `${name}.csv`), 'utf8'), {
    header: true,
    skipEmptyLines: true,
  }).data

// The nine employees of the sample by number; two heads, each with a team.
const staff = {
  ru: [
    'Марина Белова',
    'Елена Воронцова',
    'Тимур Гареев',
    'Ольга Титова',
    'Игорь Савин',
    'Павел Дроздов',
    'Роман Кузьмин',
    'Алина Ларина',
    'Денис Орлов',
  ],
  en: [
    'Nancy Davolio',
    'Andrea Fuller',
    'Janet Leverling',
    'Margaret Peacock',
    'Steven Buchanan',
    'Michael Suyama',
    'Robert King',
    'Laura Callahan',
    'Anne Dodsworth',
  ],
}
const logins = ['belova', 'vorontsova', 'gareev', 'titova', 'savin', 'drozdov', 'kuzmin', 'larina', 'orlov']
const loginsEn = [
  'davolio',
  'fuller',
  'leverling',
  'peacock',
  'buchanan',
  'suyama',
  'king',
  'callahan',
  'dodsworth',
]
const heads = new Set([1, 4])
const south = new Set([4, 5, 6, 8])
const teamNames = { ru: ['Команда Воронцовой', 'Команда Савина'], en: ['Fuller’s team', 'Buchanan’s team'] }
// Dollars of 1997 to roubles of today, so that the sums look like a Russian wholesaler's.
const rate = { ru: 95, en: 1 }

function peopleOf(language: Language): DemoPerson[] {
  const names = language === 'ru' ? logins : loginsEn
  return staff[language].map((name, index) => ({
    name,
    email: `${names[index]}@gorn.example`,
    role: heads.has(index) ? 'head' : 'rep',
    team: teamNames[language][south.has(index) ? 1 : 0] ?? '',
  }))
}

/** Who sold to a company most often: that person leads it. */
function leaders(orders: Row[]): Map<string, number> {
  const counts = new Map<string, number[]>()
  for (const order of orders) {
    const list = counts.get(order['companyId'] ?? '') ?? Array.from({ length: 9 }, () => 0)
    const employee = Number(order['employeeId']) - 1
    list[employee] = (list[employee] ?? 0) + 1
    counts.set(order['companyId'] ?? '', list)
  }
  return new Map([...counts].map(([company, list]) => [company, list.indexOf(Math.max(...list))]))
}

/** The demo company as the files that a real one would bring: clients and order lines, the last order on `lastDay` or up to six days before. */
export function buildDemo(language: Language, lastDay: Day): Demo {
  const people = peopleOf(language)
  const nameKey = language === 'ru' ? 'nameRu' : 'nameEn'
  const cityKey = language === 'ru' ? 'cityRu' : 'cityEn'
  const orders = rows('orders')
  const leaderOf = leaders(orders)
  const companies = rows('companies')
  const clients = companies.map((company, index) => ({
    id: company['id'],
    name: company[nameKey],
    city: company[cityKey],
    email: `office@${company['id']?.toLowerCase()}.example`,
    phone:
      language === 'ru'
        ? `+7 495 000-${String(index + 10)
            .padStart(4, '0')
            .replace(/(..)(..)/, '$1-$2')}`
        : '',
    rep: people[leaderOf.get(company['id'] ?? '') ?? 0]?.email,
  }))
  const last = orders.reduce(
    (latest, order) => ((order['orderedOn'] ?? '') > latest ? (order['orderedOn'] ?? '') : latest),
    '',
  )
  // Whole weeks, so that no order falls on a weekend.
  const shift = Math.floor(daysBetween(last, lastDay) / 7) * 7
  const products = new Map(rows('products').map((product) => [product['id'], product[nameKey]]))
  const orderById = new Map(orders.map((order) => [order['id'], order]))
  const nameById = new Map(companies.map((company) => [company['id'], company[nameKey]]))
  const lines = rows('lines').map((line) => {
    const order = orderById.get(line['orderId']) ?? {}
    return {
      order: line['orderId'],
      date: addDays(order['orderedOn'] ?? last, shift),
      client: order['companyId'],
      name: nameById.get(order['companyId']),
      product: products.get(line['productId']),
      quantity: line['quantity'],
      price: (Number(line['unitPrice']) * rate[language]).toFixed(2),
      discount: line['discount'],
      rep: people[Number(order['employeeId']) - 1]?.email,
    }
  })
  const teams = teamNames[language].map((name, index) => ({
    name,
    headEmail: people[index === 0 ? 1 : 4]?.email ?? '',
  }))
  const deals = buildDeals(language, {
    lastDay,
    clientCodes: companies.map((company) => company['id'] ?? ''),
    products: [...products.values()].flatMap((name) => name ?? []),
  })
  const prospects = buildProspects(language, lastDay)
  const reps = people.filter(({ role }) => role === 'rep')
  const strangers = prospects.map(({ code, name, city }, index) => ({
    id: code,
    name,
    city,
    email: `office@${code.toLowerCase()}.example`,
    phone: '',
    rep: reps[index % reps.length]?.email,
  }))
  return {
    people,
    teams,
    clientsCsv: papa.unparse([...clients, ...strangers]),
    linesCsv: papa.unparse(lines),
    // Theirs lie at the bottom of the columns.
    deals: [...prospects.map(({ deal }) => deal), ...deals],
    prospects,
    rate: language === 'ru' ? 1 : 1 / 50,
  }
}

/** How the demo's own files are read. */
export const demoMaps = {
  clients: {
    clientExternalId: 'id',
    clientName: 'name',
    city: 'city',
    email: 'email',
    phone: 'phone',
    rep: 'rep',
  },
  lines: {
    orderNumber: 'order',
    orderedAt: 'date',
    clientExternalId: 'client',
    clientName: 'name',
    product: 'product',
    quantity: 'quantity',
    unitPrice: 'price',
    discount: 'discount',
    rep: 'rep',
  },
} as const
