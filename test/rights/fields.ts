import type { fieldsContract } from '#features/fields/contract.ts'
import { newId } from '#kernel/id.ts'
import type { ProbesOf } from './probe.ts'

export const fieldsProbes = {
  list: { about: 'role', who: 'everybody' },
  create: { about: 'role', who: 'deciders', call: () => ({ body: { name: newId(), kind: 'text' } }) },
  update: {
    about: 'role',
    who: 'deciders',
    call: () => ({ params: { id: newId() }, body: { rev: -1 } }),
    answers: [404],
  },
  order: { about: 'role', who: 'deciders', call: () => ({ body: { ids: [] } }) },
  remove: { about: 'role', who: 'deciders', call: () => ({ params: { id: newId() } }), answers: [404] },
} satisfies ProbesOf<typeof fieldsContract>
