/** Where a field that is not (or no longer) quoted ends: at the next delimiter or line end. */
function plainEnd(text: string, delimiter: string, from: number): number {
  const newline = text.indexOf('\n', from)
  const line = newline < 0 ? text.length : newline
  const mark = text.indexOf(delimiter, from)
  return mark < 0 || mark > line ? line : mark
}

/** Whether the line still holds a quote that could close the field: one before a delimiter or the line's end. */
function closesInLine(text: string, delimiter: string, from: number): boolean {
  const newline = text.indexOf('\n', from)
  const line = text.slice(from, newline < 0 ? text.length : newline)
  return line.endsWith('"') || line.includes(`"${delimiter}`)
}

/** A quoted field from its opening quote: its value and where it ends; null when the text ends before its quote closes. */
function quotedField(text: string, delimiter: string, start: number): { value: string; end: number } | null {
  let value = ''
  let at = start + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return null
    value += text.slice(at, quote)
    const next = text[quote + 1]
    if (next === undefined || next === '\n' || next === delimiter) return { value, end: quote + 1 }
    if (next === '"') {
      value += '"'
      at = quote + 2
    } else if (closesInLine(text, delimiter, quote + 1)) {
      value += '"'
      at = quote + 1
    } else {
      const end = plainEnd(text, delimiter, quote + 1)
      return { value: value + text.slice(quote + 1, end), end }
    }
  }
}

/**
 * Splits CSV text in which quotes stand where they should not: `"Ромашка" ООО;7` is one field and one row, and no row
 * below is swallowed. Text whose quotes are in order is split as usual; an unfinished last row is left to `cursor`.
 */
export function splitLoosely(
  text: string,
  delimiter: string,
  isLast: boolean,
): { rows: string[][]; cursor: number } {
  const rows: string[][] = []
  let row: string[] = []
  let [at, cursor] = [0, 0]
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, delimiter, at) : undefined
    if (field === null && !isLast) return { rows, cursor }
    const end = field === null ? text.length : (field?.end ?? plainEnd(text, delimiter, at))
    row.push(field === null ? text.slice(at + 1) : (field?.value ?? text.slice(at, end)))
    if (end >= text.length) {
      if (!isLast) return { rows, cursor }
      rows.push(row)
      return { rows, cursor: text.length }
    }
    at = end + 1
    if (text[end] !== '\n') continue
    rows.push(row)
    row = []
    cursor = at
    if (at >= text.length) return { rows, cursor }
  }
}
