import type { registryContract } from '#features/registry/contract.ts'
import type { ProbesOf } from './probe.ts'

export const registryProbes = {
  state: { about: 'role', who: 'everybody' },
  getSettings: { about: 'role', who: 'owners' },
  saveSettings: {
    about: 'role',
    who: 'owners',
    call: () => ({ body: { rev: 1, isOn: false, url: 'https://127.0.0.1/' } }),
    answers: [422],
  },
  // No register is connected in this world.
  check: { about: 'role', who: 'owners', answers: [422] },
  accept: { about: 'elsewhere', who: 'writers', test: 'src/features/registry/accept.test.ts' },
  lookUp: { about: 'elsewhere', who: 'writers', test: 'src/features/registry/api.test.ts' },
} satisfies ProbesOf<typeof registryContract>
