import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import { leadTexts } from './text.ts'

export const useLoad = (isOffered: boolean) =>
  useQuery({ queryKey: ['leads', 'load'], queryFn: () => api.leads.load(), enabled: isOffered })

/** How much waits with each person of the team; a name opens their queue. */
export function TeamLoad() {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const load = useLoad(true)
  const figure = (n: number, colour = '') => (
    <td className={`g-num ${n === 0 ? 'g-3' : colour}`}>{format.number(n)}</td>
  )
  return (
    <section className="g-stack-tight">
      <h2>{text.team}</h2>
      <p className="g-xs g-3">{text.teamNote}</p>
      <Answer query={load} rows={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="g-sm g-2">{text.noTeam}</p>
          ) : (
            <table className="g-table g-load" aria-label={text.team}>
              <thead>
                <tr>
                  <th>{text.person}</th>
                  <th className="g-num">{text.waitingShort}</th>
                  <th className="g-num">{text.lateShort}</th>
                  <th className="g-num">{text.stepsShort}</th>
                  <th className="g-num">{text.noStepShort}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.ownerId}>
                    <td>
                      <Link to="/today" search={{ owner: row.ownerId }} className="g-strong">
                        {row.ownerName}
                      </Link>
                      <br />
                      <span className="g-xs g-3">
                        {text.openDeals(row.openDeals, format.moneyShort(row.openMinor))}
                      </span>
                    </td>
                    {figure(row.waiting, 'g-strong')}
                    {figure(row.lateSteps, 'g-bad')}
                    {figure(row.steps)}
                    {figure(row.noStep, 'g-warn')}
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </section>
  )
}
