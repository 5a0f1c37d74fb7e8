import * as z from 'zod/mini'

const delimiters = { semicolon: ';', comma: ',', tab: '\t' } as const

/** How a table is to be written; what is left out is what spreadsheets of the language expect. */
export const tableChoice = {
  language: z.optional(z.enum(['ru', 'en'])),
  format: z.optional(z.enum(['csv', 'xlsx'])),
  delimiter: z.optional(z.enum(['semicolon', 'comma', 'tab'])),
  encoding: z.optional(z.enum(['utf-8', 'windows-1251'])),
}
const shape = z.object(tableChoice)
export type TableChoice = z.infer<typeof shape>

/** The choice apart from the conditions that came with it. */
export function partChoice<Query extends TableChoice>({
  language = 'ru',
  format = 'csv',
  encoding = 'utf-8',
  delimiter,
  ...filter
}: Query) {
  const choice = {
    language,
    format,
    encoding,
    delimiter: delimiter ? delimiters[delimiter] : language === 'ru' ? ';' : ',',
  }
  return { choice, filter }
}

/** A choice with nothing left open. */
export type Choice = ReturnType<typeof partChoice>['choice']
