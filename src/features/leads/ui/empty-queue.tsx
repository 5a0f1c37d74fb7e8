import { Link } from '@tanstack/react-router'
import { contract } from '#contract.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { useCan, useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { Empty } from '#web/widgets/states.tsx'
import type { leadsContract } from '../contract.ts'
import { useLoad } from './team-load.tsx'
import { leadTexts } from './text.ts'

type Load = OutputOf<typeof leadsContract.load>['rows'][number]

const isUrgent = ({ waiting, lateSteps }: Load): boolean => waiting + lateSteps > 0

/** Nothing waits for whoever looks; a head is told what burns in the team, and with whom to begin. */
export function EmptyQueue({ isMine }: { isMine: boolean }) {
  const text = useTexts(leadTexts)
  const can = useCan()
  const { user } = useSession()
  const load = useLoad(can(contract.leads.load))
  if (!isMine) return <Empty title={text.emptyTitle}>{text.emptyTheirs}</Empty>
  // What to say depends on the team: nothing is said that would be taken back at once.
  if (load.isLoading) return null
  const [first, ...others] = (load.data?.rows ?? [])
    // What I have put off still counts as mine there, and is not to be opened from here.
    .filter((it) => it.ownerId !== user.id && isUrgent(it))
    .toSorted((a, b) => b.waiting - a.waiting || b.lateSteps - a.lateSteps)
  if (!first)
    return (
      <Empty
        title={text.emptyTitle}
        action={
          <Link to="/deals" className="g-button is-primary">
            {text.toDeals}
          </Link>
        }
      >
        {text.emptyText}
      </Empty>
    )
  const sum = (of: 'waiting' | 'lateSteps'): number => others.reduce((all, it) => all + it[of], first[of])
  return (
    <Empty
      title={text.emptyMine}
      action={
        <Link to="/today" search={{ owner: first.ownerId }} className="g-button is-primary">
          {text.openTheirs(first.ownerName)}
        </Link>
      }
    >
      {text.teamUrgent(sum('waiting'), sum('lateSteps'))}
    </Empty>
  )
}
