import { addDays, type Day } from '#kernel/days.ts'
import { nameKey } from '#kernel/name-key.ts'
import { cityName, companyName } from './names.ts'
import { logNormal, type Random, seeded } from './random.ts'

export type Size = { clients: number; orders: number }
export const sizes: Record<string, Size> = {
  '10k': { clients: 10_000, orders: 100_000 },
  '100k': { clients: 100_000, orders: 1_000_000 },
  '1m': { clients: 1_000_000, orders: 10_000_000 },
}

export const YEARS = 3
const DAYS = YEARS * 365
const statuses = ['placed', 'paid', 'shipped', 'cancelled', 'return'] as const
// A twelfth of a base has never ordered; the rest order as in Zipf's law, flattened at the top to about one order a day.
const IDLE = 12
const SLOPE = 0.8
const hex = (value: number): string => value.toString(16).padStart(12, '0')
export const clientId = (index: number): string => `01900000-0000-7000-8000-${hex(index)}`
const orderId = (index: number): string => `01910000-0000-7000-8000-${hex(index)}`

function innOf(random: Random): string {
  const digits = Array.from({ length: 9 }, (_, at) => (at === 0 ? 1 + random.below(9) : random.below(10)))
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8]
  const sum = digits.reduce((total, digit, at) => total + digit * (weights[at] ?? 0), 0)
  return [...digits, (sum % 11) % 10].join('')
}

/** The clients as rows of COPY: id, name, name_key, external_id, inn, phone, email, city, owner_id. */
export function* clientRows(size: Size, seed: number, ownerIds: readonly string[]): Generator<string> {
  const random = seeded(seed)
  for (let index = 0; index < size.clients; index++) {
    const name = companyName(random, index)
    const phone = random.next() < 0.9 ? `+79${String(random.below(1e9)).padStart(9, '0')}` : '\\N'
    const email = random.next() < 0.7 ? `zakaz${index}@firma${index % 9973}.example` : '\\N'
    const inn = random.next() < 0.95 ? innOf(random) : '\\N'
    // Every tenth is nobody's.
    const owner = ownerIds.length > 0 && random.next() < 0.9 ? random.pick(ownerIds) : '\\N'
    const code = `К-${String(index).padStart(7, '0')}`
    yield `${[clientId(index), name, nameKey(name), code, inn, phone, email, cityName(random), owner].join('\t')}\n`
  }
}

// How many orders each client has: exactly the wanted number together, whoever is large spread over the whole base.
function shareOut({ clients, orders }: Size, random: Random): Uint32Array {
  const weights = new Float64Array(clients)
  const flat = Math.max(1, clients / 2000)
  let total = 0
  for (let index = 0; index < clients; index++) {
    const rank = random.below(clients)
    if (random.below(IDLE) === 0) continue
    weights[index] = (rank + flat) ** -SLOPE
    total += weights[index] ?? 0
  }
  const counts = new Uint32Array(clients)
  let passed = 0
  let given = 0
  for (let index = 0; index < clients; index++) {
    passed += weights[index] ?? 0
    const due = index === clients - 1 ? orders : Math.round((passed / total) * orders)
    counts[index] = due - given
    given = due
  }
  return counts
}

type Orders = { client: Uint32Array; day: Uint16Array; amount: Float64Array; status: Uint8Array }

// A client orders in a rhythm of their own, from some day on; some have fallen silent.
function drawOrders(size: Size, random: Random): Orders {
  const counts = shareOut(size, random)
  const { orders } = size
  const drawn: Orders = {
    client: new Uint32Array(orders),
    day: new Uint16Array(orders),
    amount: new Float64Array(orders),
    status: new Uint8Array(orders),
  }
  let at = 0
  for (let index = 0; index < size.clients; index++) {
    const count = counts[index] ?? 0
    const from = random.below(DAYS / 2)
    const to = random.next() < 0.22 ? from + random.below(DAYS - from) : DAYS - random.below(40)
    const step = Math.max(1, to - from) / Math.max(1, count)
    const middle = logNormal(random, 3_000_000, 1.1)
    for (let number = 0; number < count; number++) {
      const day = Math.floor(from + (number + random.next()) * step)
      const chance = random.next()
      drawn.client[at] = index
      drawn.day[at] = Math.min(DAYS - 1, Math.max(0, day))
      drawn.amount[at] = Math.round(logNormal(random, middle, 0.6))
      drawn.status[at] = chance < 0.03 ? 4 : chance < 0.05 ? 3 : chance < 0.15 ? 0 : chance < 0.5 ? 1 : 2
      at++
    }
  }
  return drawn
}

/** The orders as rows of COPY, day by day as a real base fills: id, number, client, at, on, amount, cost, status. */
export function* orderRows(size: Size, seed: number, lastDay: Day): Generator<string> {
  const random = seeded(seed + 1)
  const { client, day, amount, status } = drawOrders(size, random)
  const starts = new Uint32Array(DAYS + 1)
  for (const value of day) starts[value + 1] = (starts[value + 1] ?? 0) + 1
  for (let at = 0; at < DAYS; at++) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0)
  const inOrder = new Uint32Array(size.orders)
  for (let at = 0; at < size.orders; at++) {
    const value = day[at] ?? 0
    inOrder[starts[value] ?? 0] = at
    starts[value] = (starts[value] ?? 0) + 1
  }
  const days = Array.from({ length: DAYS }, (_, at) => addDays(lastDay, at + 1 - DAYS))
  for (let number = 0; number < size.orders; number++) {
    const at = inOrder[number] ?? 0
    const on = days[day[at] ?? 0] ?? lastDay
    const minor = amount[at] ?? 0
    const cost = Math.round(minor * (0.6 + 0.3 * random.next()))
    const code = statuses[status[at] ?? 0] ?? 'placed'
    yield `${orderId(number)}\tЗ-${number}\t${clientId(client[at] ?? 0)}\t${on} 09:00Z\t${on}\t${minor}\t${cost}\t${code}\n`
  }
}
