import { contract } from '#contract.ts'
import type { conversionContract } from '#features/funnel/conversion-contract.ts'
import type { ProbesOf, Sight } from './probe.ts'
import type { World } from './world.ts'

// Every deal of the world began at the first stage of the first way, on the day of the clock.
async function askedOf({ app }: World) {
  const { rows } = await app.as('owner').call(contract.funnel.pipelines)
  const pipelineId = rows.find((it) => it.preset === 'b2b')?.id ?? ''
  return { query: { pipelineId, from: '2026-06-01', to: '2026-06-30' } }
}
const sumOf = (deals: Sight['deals']): number => deals.reduce((sum, it) => sum + (it.amountMinor ?? 0), 0)
const open = ({ deals }: Sight) => deals.filter((it) => it.isOpen)

export const conversionProbes = {
  show: {
    about: 'lists',
    who: 'everybody',
    call: askedOf,
    shows: () => null,
    totals: (answer, sight) => ({ got: answer.stages[0]?.entered, want: sight.deals.length }),
  },
  breakdown: {
    about: 'lists',
    who: 'everybody',
    call: async (world) => ({ query: { ...(await askedOf(world)).query, by: 'rep' as const } }),
    shows: () => null,
    totals: (answer, sight) => ({
      got: answer.rows.reduce((sum, it) => sum + (it.stages[0]?.entered ?? 0), 0),
      want: sight.deals.length,
    }),
  },
  deals: {
    about: 'lists',
    who: 'everybody',
    // Those of the world: what other probes add would fill more than a page.
    call: async (world) => {
      const { query } = await askedOf(world)
      const stageId = await world.stageId('asked')
      return {
        query: { ...query, figure: 'entered' as const, stageId, by: 'source' as const, value: 'Выставка' },
      }
    },
    shows: (record) => record.dealTitle,
    totals: (answer, sight) => {
      const ofWorld = sight.deals.filter((it) => it.title.includes('Сделка'))
      return { got: [answer.count, answer.sumMinor], want: [ofWorld.length, sumOf(ofWorld)] }
    },
  },
  // Who sees which companies in it: src/features/funnel/first-talk.test.ts.
  firstTalks: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { from: '2026-06-01', to: '2026-06-30' } }),
    shows: () => null,
  },
  firstTalkClients: {
    about: 'lists',
    who: 'everybody',
    call: () => ({ query: { from: '2026-06-01', to: '2026-06-30', group: 'unasked' as const } }),
    shows: () => null,
  },
  lostReasons: {
    about: 'lists',
    who: 'everybody',
    call: askedOf,
    shows: () => null,
    totals: (answer, sight) => ({ got: answer.count, want: sight.deals.length - open(sight).length }),
  },
  results: {
    about: 'lists',
    who: 'everybody',
    call: askedOf,
    shows: () => null,
    totals: (answer, sight) => ({
      got: answer.rows.reduce((sum, it) => sum + it.won + it.lost, 0),
      want: sight.deals.length - open(sight).length,
    }),
  },
  stageTimes: { about: 'lists', who: 'everybody', call: askedOf, shows: () => null },
  today: {
    about: 'lists',
    who: 'everybody',
    call: async (world) => {
      const { pipelineId } = (await askedOf(world)).query
      return { query: { pipelineId } }
    },
    shows: () => null,
    totals: (answer, sight) => ({
      got: [
        answer.stages.reduce((sum, it) => sum + it.count, 0),
        answer.stages.reduce((sum, it) => sum + it.sumMinor, 0),
      ],
      want: [open(sight).length, sumOf(open(sight))],
    }),
  },
} satisfies ProbesOf<typeof conversionContract>
