import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'

export const demoContract = {
  install: operation({
    method: 'POST',
    path: '/api/demo',
    summary: 'Fills an empty base with the demo company',
    access: ['owner'],
    body: z.object({ language: z.enum(['ru', 'en']) }),
    ok: z.object({ clients: z.number() }),
    refusals: ['baseNotEmpty'],
  }),
}
