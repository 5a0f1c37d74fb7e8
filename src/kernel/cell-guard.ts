const formula = /^'*[=+\-@\t\r]/
const emptyWords = ['null', 'n/a', 'na', '#н/д', '#n/a', '-', '—', 'нет', 'не закрыта', '(пусто)']
const isEmpty = new Set(['', ...emptyWords])
const emptyWord = new RegExp(`^'*(?:${emptyWords.map((it) => it.replace(/[()]/g, '\\$&')).join('|')})$`, 'i')
const guardedFormula = /^'+[=+\-@\t\r]/

/** Whether a cell means "nothing", in the words that exports use for it. */
export function isEmptyCell(cell: string): boolean {
  return cell.length <= 10 && isEmpty.has(cell.toLowerCase())
}

/**
 * A text as a CSV cell that no spreadsheet takes for a formula and no import for "nothing": an apostrophe before = + - @ tab
 * and CR, and before a word such as «нет».
 */
export function guardCell(text: string): string {
  return formula.test(text) || emptyWord.test(text) ? `'${text}` : text
}

/** The same where cells have types and a text is no formula whatever it begins with. */
export function guardTypedCell(text: string): string {
  return guardedFormula.test(text) || emptyWord.test(text) ? `'${text}` : text
}

/** Whether a spreadsheet may take the text for a formula once somebody edits it. */
export function looksLikeFormula(text: string): boolean {
  return formula.test(text)
}

/** The text that guardCell() or guardTypedCell() was given. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && (formula.test(cell) || emptyWord.test(cell)) ? cell.slice(1) : cell
}
