import { sql } from 'kysely'
import type { formsContract } from '#features/forms/contract.ts'
import { newId } from '#kernel/id.ts'
import type { ProbesOf } from './probe.ts'
import type { World } from './world.ts'

const nobodys = () => ({ params: { id: newId() } })
const ofDeciders = { about: 'role', who: 'deciders', call: nobodys, answers: [404] } as const

async function pipelineOf({ app }: World): Promise<string> {
  const found = await sql<{ id: string }>`select id from pipeline order by place limit 1`.execute(app.db)
  return found.rows[0]?.id ?? ''
}

// To strangers a form that is not there says so; what they may send: src/features/forms/public-api.test.ts.
const ofStrangers = {
  about: 'role',
  who: 'anyone',
  call: () => ({ params: { token: 'none' } }),
  answers: [200, 404],
} as const

export const formsProbes = {
  list: { about: 'role', who: 'deciders' },
  add: {
    about: 'role',
    who: 'deciders',
    call: async (world) => ({
      body: {
        name: 'Сайт',
        language: 'ru',
        pipelineId: await pipelineOf(world),
        source: null,
        ownerIds: [],
        origins: [],
        fields: ['phone'],
        consentText: null,
        consentUrl: null,
      },
    }),
  },
  update: { ...ofDeciders, call: () => ({ ...nobodys(), body: { rev: 1 } }) },
  remove: ofDeciders,
  renewToken: ofDeciders,
  quarantine: { about: 'role', who: 'deciders' },
  accept: ofDeciders,
  drop: { about: 'role', who: 'deciders', call: () => ({ body: { formId: newId() } }) },
  page: ofStrangers,
  script: ofStrangers,
  thanks: ofStrangers,
  submit: {
    about: 'elsewhere',
    who: 'anyone',
    test: 'src/features/forms/public-api.test.ts',
  },
} satisfies ProbesOf<typeof formsContract>
