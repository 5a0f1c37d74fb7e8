type Part = { text: string; isCompany?: boolean }

// Before the name, as Russian companies have it, or after it.
const leading =
  /(?<![\p{L}\d])(?:ООО|ОАО|ЗАО|ПАО|НАО|АО|ИП|ТОО|ОДО|ЧУП|ФГУП|МУП|ГУП|АНО|ТСЖ|КФХ|ГК)(?![\p{L}\d])[\s.]*/iu
const trailing = /[\s,]*(?<![\p{L}\d])(?:LLC|Ltd|Inc|GmbH|Corp|LLP|PLC)(?![\p{L}\d])\.?/iu
const quoted = /^(?:«[^»]+»|"[^"]+"|“[^”]+”|'[^']+')/u
const nameWords = /^(?:[\p{Lu}\d][\p{L}\d&.'’-]*)(?:\s+[\p{Lu}][\p{L}\d&.'’-]*){0,4}/u
const anyWord = /^\S+/u

// «Сергей из ООО …»: the word between says nothing besides.
const between = /(?<!\p{L})(?:из|от|from|at)\s*$/iu
const isPlain = (text: string): boolean => text.trim() !== ''

function afterForm(text: string, from: number, form: string): Part[] | null {
  const tail = text.slice(from + form.length)
  const name = (quoted.exec(tail) ?? nameWords.exec(tail) ?? anyWord.exec(tail))?.[0]
  if (!name) return null
  return [
    { text: text.slice(0, from).replace(between, '') },
    { text: `${form.trim()} ${name}`, isCompany: true },
    { text: tail.slice(name.length) },
  ]
}

function beforeForm(text: string, from: number, form: string): Part[] | null {
  const head = text.slice(0, from)
  const name = /(?:[\p{Lu}\d][\p{L}\d&.'’-]*)(?:\s+[\p{Lu}\d&][\p{L}\d&.'’-]*)*\s*$/u.exec(head)?.[0]
  if (!name) return null
  return [
    { text: head.slice(0, head.length - name.length).replace(between, '') },
    { text: `${name.trim()}${form}`, isCompany: true },
    { text: text.slice(from + form.length) },
  ]
}

/** Marks the first company among the parts of a line, by its legal form; what stands around it in its part stays. */
export function cutCompany(parts: readonly Part[]): Part[] {
  for (const [at, { text }] of parts.entries()) {
    const [before, after] = [leading.exec(text), trailing.exec(text)]
    const cut =
      (before && afterForm(text, before.index, before[0])) ??
      (after && beforeForm(text, after.index, after[0]))
    if (!cut) continue
    const found = cut.map((it) => ({ ...it, text: it.text.trim() })).filter((it) => isPlain(it.text))
    return [...parts.slice(0, at), ...found, ...parts.slice(at + 1)]
  }
  return [...parts]
}
