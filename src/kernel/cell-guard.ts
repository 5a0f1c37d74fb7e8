const formula = /^'*[=+\-@\t\r]/

/** A text as a CSV cell that no spreadsheet takes for a formula: an apostrophe before = + - @ tab and CR. */
export function guardCell(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/** The text that guardCell() was given. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}
