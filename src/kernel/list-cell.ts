const needsQuotes = /["\n;]|^\s|\s$|^$/

/** Several values in one cell: parted by «; », those that hold a mark of their own in quotes. */
export function joinList(parts: readonly string[]): string {
  return parts.map((part) => (needsQuotes.test(part) ? `"${part.replaceAll('"', '""')}"` : part)).join('; ')
}

const part = /\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n]|$)|([^;\n]*))(?:[;\n]|$)/y

/** The values of such a cell, and of one that somebody typed: parted by semicolons or line ends; blanks are left out. */
export function splitList(cell: string): string[] {
  const found: string[] = []
  part.lastIndex = 0
  while (part.lastIndex < cell.length) {
    const [, quoted, plain = ''] = part.exec(cell) ?? []
    const value = quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"')
    if (value !== '') found.push(value)
  }
  return found
}
