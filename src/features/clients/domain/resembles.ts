import { foldName, nameNearness } from './fold-name.ts'

const ENOUGH = 0.6
const SHORTEST = 3

// What many firms are called: that both are a factory says nothing about whether they are one.
const common = new Set(
  foldName(
    'строительная строй производственная производство промышленная завод фабрика комбинат агентство центр сервис магазин ' +
      'научно научная общество ограниченной ответственностью публичное непубличное акционерное открытое закрытое с ' +
      'индивидуальный предприниматель филиал отделение россия',
  ).split(' '),
)

/** The words of a folded name that tell it from others; all of them where none does. */
function tellingWords(folded: string): string[] {
  const words = folded.split(' ').filter((it) => it !== '')
  const telling = words.filter((it) => !common.has(it))
  return telling.length > 0 ? telling : words
}

const within = (few: readonly string[], many: readonly string[]): boolean =>
  few.some((it) => it.length >= SHORTEST) && few.every((it) => many.includes(it))

/**
 * Whether two names may be those of one firm: alike in spelling, or all that the shorter one says is in the longer. It is
 * looser than the search for duplicates: there it is the only evidence, here it guards against a tax id of somebody else.
 */
export function resembles(a: string, b: string): boolean {
  const [first, second] = [tellingWords(foldName(a)), tellingWords(foldName(b))]
  if (within(first, second) || within(second, first)) return true
  const [one, other] = [first.join(' '), second.join(' ')]
  if (nameNearness(one, other) >= ENOUGH) return true
  const [short, long] = [first.join(''), second.join('')].sort((x, y) => x.length - y.length) as [
    string,
    string,
  ]
  // «Сбер» and «Сбербанк»
  return short.length > SHORTEST && long.startsWith(short)
}
