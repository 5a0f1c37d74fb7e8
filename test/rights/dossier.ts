import type { dossierContract } from '#features/dossier/contract.ts'
import type { ProbesOf } from './probe.ts'

export const dossierProbes = {
  get: { about: 'reads', who: 'confidants', call: ({ clientId: id }) => ({ params: { id } }) },
  history: {
    about: 'reads',
    who: 'confidants',
    call: ({ clientId: id }) => ({ params: { id }, query: { field: 'pain' } }),
  },
  record: {
    about: 'writes',
    who: 'writers',
    call: ({ clientId: id }) => ({
      params: { id },
      body: { facts: [{ field: 'news', value: 'Открыли цех' }] },
    }),
  },
  getSettings: { about: 'role', who: 'everybody' },
  saveSettings: {
    about: 'role',
    who: 'deciders',
    call: () => ({ body: { rev: -1, isGateOn: true, required: ['pain'] } }),
    answers: [409],
  },
} satisfies ProbesOf<typeof dossierContract>
