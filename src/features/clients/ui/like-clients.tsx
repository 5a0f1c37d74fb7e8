import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { clientTexts } from './text.ts'

const FEW = 3

/** Says, before a client is added, who may be there already. */
export function LikeClients({ name, inn, phone, email }: Record<'name' | 'inn' | 'phone' | 'email', string>) {
  const text = useTexts(clientTexts)
  const wanted = useDeferredValue(
    JSON.stringify({ name, inn: inn || null, phone: phone || null, email: email || null }),
  )
  const like = useQuery({
    queryKey: ['duplicates', 'check', wanted],
    queryFn: () => api.duplicates.check({ body: JSON.parse(wanted) as { name: string } }),
    enabled: name.trim().length >= FEW || inn.length >= FEW || phone.length >= FEW || email.length >= FEW,
    placeholderData: (before) => before,
  })
  const rows = like.data?.rows ?? []
  return (
    <div role="status">
      {rows.length > 0 && (
        <div className="g-notice is-warn">
          <div>
            {text.maybeThere}{' '}
            {rows.map((row, at) => (
              <span key={row.id}>
                {at > 0 && ', '}
                <Link to="/clients/$clientId" params={{ clientId: row.id }}>
                  {row.name}
                </Link>
                {row.city && ` (${row.city})`}
              </span>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}
