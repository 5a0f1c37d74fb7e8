import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import type { FactField } from '../domain/fields.ts'
import { FactValue } from './fact-value.tsx'
import { dossierTexts } from './text.ts'

type Props = { clientId: string; field: FactField; currentId: string }

/** What a fact said before, who wrote it and when. */
export function FactHistory({ clientId, field, currentId }: Props) {
  const text = useTexts(dossierTexts)
  const format = useFormat()
  const history = useQuery({
    queryKey: ['dossier', 'history', clientId, field],
    queryFn: () => api.dossier.history({ params: { id: clientId }, query: { field } }),
  })
  return (
    <Answer query={history} rows={1}>
      {({ rows }) => {
        const earlier = rows.filter(({ id }) => id !== currentId)
        if (earlier.length === 0) return <p className="g-xs g-3">{text.noEarlier}</p>
        return (
          <div className="g-stack-tight">
            <h3 className="g-xs g-3">{text.earlier}</h3>
            <ul className="g-plain-list">
              {earlier.map((fact) => (
                <li key={fact.id} className="g-sm" style={{ overflowWrap: 'anywhere' }}>
                  {fact.value === null ? text.notKnown : <FactValue field={field} value={fact.value} />}
                  <div className="g-xs g-3">
                    {text.checked(format.day(fact.checkedOn))}, {text.by(fact.authorName ?? text.machine)}
                  </div>
                </li>
              ))}
            </ul>
          </div>
        )
      }}
    </Answer>
  )
}
