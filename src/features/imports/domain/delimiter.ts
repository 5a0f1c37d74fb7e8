const candidates = [';', '\t', ',', '|'] as const

/** How many fields a line has, quotes respected. */
function countFields(line: string, delimiter: string): number {
  let fields = 1
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at]
    if (char === '"')
      isQuoted = isQuoted ? line[at + 1] === '"' && ++at > 0 : at === 0 || line[at - 1] === delimiter
    else if (char === delimiter && !isQuoted) fields++
  }
  return fields
}

/**
 * The delimiter under which most lines fall into the same number of fields; between equals, the one that makes more.
 * Lines are given without their ends; a file of one column has the comma.
 */
export function guessDelimiter(lines: readonly string[]): string {
  let best: string = ','
  let bestScore = 0
  for (const delimiter of candidates) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      if (line.trim() === '') continue
      const fields = countFields(line, delimiter)
      counts.set(fields, (counts.get(fields) ?? 0) + 1)
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    for (const [fields, count] of counts) {
      if (fields < 2) continue
      const score = (count / total) * Math.log2(fields + 1)
      if (score > bestScore + 1e-9) [best, bestScore] = [delimiter, score]
    }
  }
  return best
}
