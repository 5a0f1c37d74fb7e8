/** Tags as a person types them: with commas between, each once. */
export function tagsOf(typed: string): string[] {
  return [...new Set(typed.split(/[,;\n]/).map((tag) => tag.replace(/\s+/g, ' ').trim()))].filter(
    (tag) => tag !== '',
  )
}
