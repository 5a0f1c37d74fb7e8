import { type Role, roles } from '#kernel/operation.ts'
import type { Actor, Sight } from '#kernel/actor.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { decideEditing, decideSight, type Person } from '../domain/sight.ts'
import { rightTexts } from './rights-text.ts'
import { teamTexts } from './text.ts'

const settings = ['own', 'team', 'all'] as const

// One person of a role, a mate of their team and somebody whose team they head: what the rules say of them is what is shown.
const sample = (role: Role): Person => ({ id: 'me', role, teamMateIds: ['mate'], headedIds: ['headed'] })

/** Whose clients each role sees and changes, told by the rules themselves. */
export function WhoseRecords() {
  const text = useTexts(rightTexts)
  const team = useTexts(teamTexts)
  const { workspace } = useSession()
  const name = (whose: Sight | Actor['mayEdit']): string => {
    if (whose === 'all') return text.all
    if ('kind' in whose && whose.kind === 'all') return text.all
    const { ownerIds, unowned } = whose
    const parts = [
      ownerIds.includes('me') && text.own,
      ownerIds.includes('headed') && text.headed,
      ownerIds.includes('mate') && text.mates,
      unowned && text.unowned,
    ].filter((it) => it !== false)
    return parts.length > 0 ? parts.join(', ') : text.none
  }
  return (
    <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.whose}>
      <table className="g-table">
        <caption className="g-visually-hidden">{text.whose}</caption>
        <thead>
          <tr>
            <th>{team.role}</th>
            {settings.map((setting) => (
              <th key={setting} aria-current={setting === workspace.repVisibility ? 'true' : undefined}>
                {text.sees(team.visibilities[setting])}
                {setting === workspace.repVisibility && <span className="g-3"> · {text.now}</span>}
              </th>
            ))}
            <th>{text.changes}</th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role}>
              <th scope="row">{team.roles[role]}</th>
              {settings.map((setting) => (
                <td key={setting}>{name(decideSight(sample(role), setting))}</td>
              ))}
              <td>{name(decideEditing(sample(role)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
