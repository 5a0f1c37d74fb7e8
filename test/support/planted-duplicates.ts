import { nameKey } from '#kernel/name-key.ts'

export type PlantedClient = {
  name: string
  nameKey: string
  inn: string | null
  kpp: string | null
  phone: string | null
  email: string | null
  city: string | null
}
/** A base with duplicates put in on purpose: pairs of positions that are one client, with how the copy was spoiled. */
export type Planted = { clients: PlantedClient[]; pairs: { a: number; b: number; how: string }[] }

const stems =
  'Ромашка Василёк Берёзка Юпитер Щит Химик Цемент Парус Орион Восход Заря Рассвет Меркурий Феникс Альбатрос Кедр Сокол Вектор Гранит Алмаз Жемчуг Янтарь Ладога Онега Байкал Енисей Ангара Урал Эльбрус Казбек'.split(
    ' ',
  )
const trades =
  'Строй Пром Торг Сервис Агро Транс Мед Фарм Мебель Текстиль Электро Хим Лес Метал Продукт Снаб'.split(' ')
const cities = ['Самара', 'Казань', 'Омск', 'Орёл', 'Пермь', 'Уфа', 'Томск', 'Азов']
const forms = ['ООО «%»', 'ООО "%"', 'АО «%»', 'ИП %', '%, ООО']
const latin: Record<string, string> = Object.fromEntries(
  'а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
)
const transliterate = (text: string): string =>
  [...text.toLowerCase()].map((letter) => latin[letter] ?? letter).join('')

/** The same base for the same seed: `count` clients, and copies of some of them spoiled in eleven ways or merely alike. */
export function plantDuplicates(seed: number, count: number): Planted {
  let state = seed
  const random = (): number => {
    // A linear congruential generator: the same numbers on every machine.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const digits = (n: number): string => Array.from({ length: n }, () => Math.floor(random() * 10)).join('')
  const client = (bare: string, rest: Partial<PlantedClient> = {}): PlantedClient => {
    const name = pick(forms).replace('%', bare)
    return {
      name,
      nameKey: nameKey(name),
      inn: null,
      kpp: null,
      phone: null,
      email: null,
      city: pick(cities),
      ...rest,
    }
  }
  const clients: PlantedClient[] = []
  const bares: string[] = []
  const taken = new Set<string>()
  for (let at = 0; at < count; at++) {
    // Two firms of one name in one city without a tax number could not be told apart by anybody.
    let bare: string
    do bare = `${pick(stems)}-${pick(trades)} ${pick(stems)}`
    while (taken.has(bare.split(/[- ]/).sort().join()))
    taken.add(bare.split(/[- ]/).sort().join())
    bares.push(bare)
    clients.push(
      client(bare, {
        inn: random() < 0.6 ? digits(10) : null,
        kpp: random() < 0.3 ? digits(9) : null,
        phone: random() < 0.7 ? `+7${digits(10)}` : null,
        email: random() < 0.5 ? `${transliterate(pick(stems))}${digits(4)}@example.com` : null,
      }),
    )
  }
  const pairs: Planted['pairs'] = []
  const plant = (at: number, how: string, copy: PlantedClient): void => {
    pairs.push({ a: at, b: clients.length, how })
    clients.push(copy)
  }
  const respell = (
    bare: string,
    how: (text: string) => string,
    rest: Partial<PlantedClient>,
  ): PlantedClient => {
    const name = how(bare)
    return { ...client(bare, rest), name, nameKey: nameKey(name) }
  }
  for (let at = 0; at < count; at += 8) {
    const [original, bare] = [clients[at], bares[at]]
    if (!original || bare === undefined) continue
    const { inn, phone, email, city } = original
    const kind = Math.floor(random() * 8)
    if (kind === 0 && inn) plant(at, 'same INN, another name', client(`${pick(stems)} ${digits(3)}`, { inn }))
    if (kind === 1 && phone)
      plant(at, 'same phone, the name in Latin', respell(bare, transliterate, { phone, city }))
    if (kind === 2 && email)
      plant(
        at,
        'same e-mail, no legal form',
        respell(bare, (it) => it, { email }),
      )
    if (kind === 3) plant(at, 'the name in Latin, same city', respell(bare, transliterate, { city }))
    if (kind === 4)
      plant(
        at,
        'ё as е, capitals',
        respell(bare, (it) => it.replaceAll('ё', 'е').toUpperCase(), { city }),
      )
    if (kind === 5)
      plant(
        at,
        'a letter lost',
        respell(bare, (it) => it.slice(0, 8) + it.slice(9), { city }),
      )
    if (kind === 6)
      plant(
        at,
        'two letters swapped',
        respell(bare, (it) => `${it.slice(0, -2)}${it.at(-1)}${it.at(-2)}`, { city }),
      )
    if (kind === 7)
      plant(
        at,
        'filler words',
        respell(bare, (it) => `Торговый дом ${it}`, { city }),
      )
  }
  // Alike, and yet two: branches, neighbours of one office, a chain of numbered shops.
  for (let at = 3; at < count; at += 40) {
    const [original, bare] = [clients[at], bares[at]]
    if (!original || bare === undefined) continue
    clients.push(client(`${bare} ${digits(2)}`, { city: original.city }))
    clients.push(client(`${pick(stems)} ${pick(trades)}${digits(2)}`, { phone: original.phone }))
    if (original.inn) clients.push(client(bare, { inn: digits(10), city: original.city }))
  }
  return { clients, pairs }
}
