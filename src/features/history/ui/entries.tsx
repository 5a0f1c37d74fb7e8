import { useInfiniteQuery } from '@tanstack/react-query'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { HistoryEntry } from '../contract.ts'
import { useFieldLabel } from './field-label.ts'
import { historyTexts } from './text.ts'

type OwnFieldChange = (change: ChangedField) => ChangedField | null

function Fields({ entry, ownFieldChange }: { entry: HistoryEntry; ownFieldChange: OwnFieldChange }) {
  const text = useTexts(historyTexts)
  const value = (name: string, shown: string | null) => {
    if (shown === null) return <span className="g-3">{text.empty}</span>
    return shown === 'true' ? text.yes : (text.values[`${name}.${shown}`] ?? shown)
  }
  const label = useFieldLabel()
  return (
    <div
      className="g-scroll-x"
      tabIndex={0}
      role="group"
      aria-label={text.details(entry.name ?? text.actions[entry.action] ?? entry.action)}
    >
      <table className="g-table">
        <thead>
          <tr>
            <th>{text.field}</th>
            <th>{text.before}</th>
            <th>{text.after}</th>
          </tr>
        </thead>
        <tbody>
          {entry.fields.map((field) => {
            const own = ownFieldChange(field)
            const { before, after } = own ?? field
            return (
              <tr key={field.name}>
                <td className="g-2">{own?.name ?? label(field.name)}</td>
                <td>{value(field.name, before)}</td>
                <td>{value(field.name, after)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** What one act changed, record by record, field by field. */
export function Entries({ unitId, ownFieldChange }: { unitId: string; ownFieldChange: OwnFieldChange }) {
  const text = useTexts(historyTexts)
  const pages = useInfiniteQuery({
    queryKey: ['history', 'unit', unitId],
    queryFn: ({ pageParam }) =>
      api.history.get({ params: { id: unitId }, query: pageParam ? { cursor: pageParam } : {} }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Answer query={pages} rows={3}>
      {({ pages: loaded }) => (
        <div className="g-stack">
          {loaded
            .flatMap((page) => page.rows)
            .map((entry) => (
              <section key={entry.id} className="g-stack-tight">
                <h3>
                  {text.actions[entry.action] ?? entry.action}
                  {entry.name && ` · ${entry.name}`}
                </h3>
                {entry.fields.length > 0 && <Fields entry={entry} ownFieldChange={ownFieldChange} />}
              </section>
            ))}
          <MoreButton of={pages}>{text.more}</MoreButton>
        </div>
      )}
    </Answer>
  )
}
