import { formatInstant } from '#kernel/format.ts'
import { useSession } from '#web/session.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { SessionRow } from '../contract.ts'
import { teamTexts } from './text.ts'

/** Sessions in words; each can be ended where that is offered. */
export function SessionTable({ rows, onEnd }: { rows: SessionRow[]; onEnd?: (id: string) => void }) {
  const text = useTexts(teamTexts)
  const language = useLanguage()
  const { workspace } = useSession()
  return (
    <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.sessions}>
      <table className="g-table" aria-label={text.sessions}>
        <thead>
          <tr>
            <th>{text.device}</th>
            <th>{text.address}</th>
            <th>{text.lastUsed}</th>
            {onEnd && (
              <th>
                <span className="g-visually-hidden">{text.endSession}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const device =
              [row.browser, row.system].filter((it) => it !== null).join(' · ') || text.unknownDevice
            return (
              <tr key={row.id}>
                <td>
                  {device} {row.isCurrent && <State kind="good">{text.thisSession}</State>}
                </td>
                <td className="g-2">{row.address}</td>
                <td className="g-2">{formatInstant(language, row.lastUsedAt, workspace.timeZone)}</td>
                {onEnd && (
                  <td className="g-num">
                    {!row.isCurrent && (
                      <button
                        type="button"
                        className="g-button"
                        aria-label={`${text.endSession}: ${device}`}
                        onClick={() => onEnd(row.id)}
                      >
                        {text.endSession}
                      </button>
                    )}
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
