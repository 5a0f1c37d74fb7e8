type Kind = 'open' | 'won' | 'lost'
/** A stage or a way with all it is called: its own name, or Gorn's in each language. */
export type NamedStage = { id: string; kind: Kind; preset: string | null; names: string[] }
export type NamedPipeline = { id: string; names: string[]; stages: NamedStage[] }
/** A reason that can be given. */
export type NamedReason = { id: string; needsNote: boolean; names: string[] }

// What other programs call their stages, and which of ours that is: an end of a way, or a stage that Gorn brought. What is
// denied stands above what it denies.
const stages: [RegExp, string][] = [
  [
    /не ?реализ|провал|проигр|не ?успеш|анализ причины|отказ|потерян|closed ?lost|^(lost|lose|apology)$|disqualif|unqualified/i,
    'lost',
  ],
  [/успешн|реализован|выигр|closed ?won|^won$|^продан/i, 'won'],
  [/^(prospecting|new|lead ?in|open|нов(ая|ый)|неразобранное|входящ|первичн|unsorted)/i, 'asked'],
  [
    /^(engaging|qualification|qualified(?! ?to)|contact ?made|needs ?(analysis|defined)|value ?proposition|квалификац|выявлен|взято? в работу|в работе|executing)/i,
    'toldNeed',
  ],
  [/qualified ?to ?buy|id\. ?decision|perception ?analysis|бюджет/i, 'namedBudget'],
  [/appointment|presentation|demo|meeting|встреч|презентац|демонстрац/i, 'met'],
  [/proposal|price ?quote|^quote|preparation|подготовка|предложени|^кп$/i, 'gotProposal'],
  [/decision ?maker ?bought|negotiat|review|переговор|принимают решение|согласован/i, 'agreedTerms'],
  [/contract|договор/i, 'signed'],
  [/invoice|счет|предоплат/i, 'gotInvoice'],
]

const wordKey = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '')

const isCalled =
  (word: string) =>
  ({ names }: { names: readonly string[] }): boolean => {
    const key = wordKey(word)
    return key !== '' && names.some((name) => wordKey(name) === key)
  }

/** The end that a word of a program means, whatever the stages are; null = none. */
export function endOfWord(word: string): 'won' | 'lost' | null {
  const plain = word.trim().replaceAll('ё', 'е')
  const found = stages.find(([pattern]) => pattern.test(plain))?.[1]
  return found === 'won' || found === 'lost' ? found : null
}

/** The stage of a way that a file's word means: by its name, else as other programs name such a stage; null = not known. */
export function stageOfWord(word: string, way: readonly NamedStage[]): NamedStage | null {
  const named = way.find(isCalled(word))
  if (named) return named
  const plain = word.trim().replaceAll('ё', 'е')
  const meant = stages.find(([pattern]) => pattern.test(plain))?.[1]
  if (meant === undefined) return null
  return way.find((it) => (it.kind === 'open' ? it.preset === meant : it.kind === meant)) ?? null
}

/** The way that a file names; null = there is none of that name. */
export function pipelineOfWord(word: string, ways: readonly NamedPipeline[]): NamedPipeline | null {
  return ways.find(isCalled(word)) ?? null
}

/** The reason of a loss that a file names; null = the catalogue has none of that name. */
export function reasonOfWord(word: string, reasons: readonly NamedReason[]): NamedReason | null {
  return reasons.find(isCalled(word)) ?? null
}
