import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dayOf } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { TalkedClient, TalkGroup } from '../conversion-contract.ts'
import { firstTalkTexts } from './first-talk-text.ts'

/** Which companies stand behind a figure of the first talks. */
export type BehindTalks = { group: TalkGroup; isMoved: boolean }

function Company({ row }: { row: TalkedClient }) {
  const text = useTexts(firstTalkTexts)
  const format = useFormat()
  const { timeZone } = useSession().workspace
  const day = (at: string): string => format.day(dayOf(at, timeZone))
  return (
    <li>
      <Link to="/clients/$clientId" params={{ clientId: row.id }} className="g-plain">
        {row.name}
      </Link>
      <div className="g-xs g-3">
        {[
          row.ownerName,
          text.talked(day(row.at)),
          text.complete(row.completeness),
          row.movedAt === null ? text.notMoved : text.moved(day(row.movedAt)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </li>
  )
}

/** The companies behind a figure of the first talks. */
export function FirstTalkDrawer({
  behind: { group, isMoved },
  from,
  to,
  onClose,
}: {
  behind: BehindTalks
  from: string
  to: string
  onClose: () => void
}) {
  const text = useTexts(firstTalkTexts)
  const format = useFormat()
  const query = { from, to, group, ...(isMoved && { isMoved: 'true' as const }) }
  const list = useInfiniteQuery({
    queryKey: ['conversion', 'firstTalkClients', query],
    queryFn: ({ pageParam }) =>
      api.conversion.firstTalkClients({ query: { ...query, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Drawer
      title={`${text.groups[group]}${isMoved ? `: ${text.movedOn.toLowerCase()}` : ''}`}
      onClose={onClose}
    >
      <p className="g-sm g-2">{text.period(format.day(from), format.day(to))}</p>
      <Answer query={list}>
        {({ pages }) => (
          <>
            <span>{text.count(pages[0]?.count ?? 0)}</span>
            <ul className="g-plain-list g-stack">
              {pages
                .flatMap((page) => page.rows)
                .map((row) => (
                  <Company key={row.id} row={row} />
                ))}
            </ul>
            <MoreButton of={list}>{text.more}</MoreButton>
          </>
        )}
      </Answer>
    </Drawer>
  )
}
