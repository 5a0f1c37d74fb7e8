import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'

/** So many columns the list has at most, those of own fields included. */
const MOST_COLUMNS = 100

const columns = z.array(z.string().check(z.regex(/^[\w:-]{1,60}$/))).check(z.maxLength(MOST_COLUMNS))

export const viewsContract = {
  list: operation({
    method: 'GET',
    path: '/api/views',
    summary: 'The columns that the caller chose for the client list',
    access: 'signedIn',
    ok: z.object({
      /** in their order; null = those that the list begins with */
      columns: z.nullable(columns),
    }),
  }),
  chooseColumns: operation({
    method: 'PUT',
    path: '/api/views/columns',
    summary: 'Keeps the columns of the client list that the caller sees on every device; null = as at first',
    access: 'signedIn',
    body: z.object({ columns: z.nullable(columns) }),
    ok: z.object({ columns: z.nullable(columns) }),
  }),
}
