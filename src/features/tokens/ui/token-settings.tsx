import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Token } from '../contract.ts'
import { CreateToken } from './create-token.tsx'
import { tokenTexts } from './text.ts'

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const text = useTexts(tokenTexts)
  const toast = useToast()
  const cache = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.tokens.revoke({ params: { id: token.id } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['tokens'] })
      toast(text.revoked(token.name))
      onClose()
    },
  })
  return (
    <Drawer title={text.revokeTitle(token.name)} onClose={onClose}>
      <p>{text.revokeNote}</p>
      {revoke.error && <Failure error={revoke.error} />}
      <button
        type="button"
        className="g-button is-primary"
        disabled={revoke.isPending}
        onClick={() => revoke.mutate()}
      >
        {text.revoke}
      </button>
    </Drawer>
  )
}

function Tokens({ rows, onRevoke }: { rows: Token[]; onRevoke: (token: Token) => void }) {
  const text = useTexts(tokenTexts)
  const format = useFormat()
  const { user } = useSession()
  const isOwner = user.role === 'owner'
  return (
    <div className="g-scroll-x" role="region" aria-label={text.tokens} tabIndex={0}>
      <table className="g-table">
        <thead>
          <tr>
            <th>{text.name}</th>
            {isOwner && <th>{text.who}</th>}
            <th>{text.scopes}</th>
            <th>{text.lastUse}</th>
            <th>{text.state}</th>
            <th>
              <span className="g-visually-hidden">{text.revoke}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((token) => (
            <tr key={token.id}>
              <td>
                <span className="g-strong">{token.name}</span>
                <br />
                <span className="g-xs g-2 g-mono">{token.hint}…</span>
              </td>
              {isOwner && <td>{token.userName}</td>}
              <td className="g-xs g-mono">{token.scopes.join(', ')}</td>
              <td>
                {token.lastUsedAt ? format.instant(token.lastUsedAt) : text.never}
                {token.lastUsedFrom && (
                  <>
                    <br />
                    <span className="g-xs g-2 g-mono">{token.lastUsedFrom}</span>
                  </>
                )}
              </td>
              <td>
                {text.states[token.state]}
                <br />
                <span className="g-xs g-2">
                  {token.expiresAt ? text.until(format.instant(token.expiresAt)) : text.forever}
                </span>
              </td>
              <td>
                {token.state !== 'revoked' && (
                  <button
                    type="button"
                    className="g-button"
                    aria-label={text.revokeOf(token.name)}
                    onClick={() => onRevoke(token)}
                  >
                    {text.revoke}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Tokens by which programs work on one's behalf. */
export function TokenSettings() {
  const text = useTexts(tokenTexts)
  const [isCreating, setIsCreating] = useState(false)
  const [revoked, setRevoked] = useState<Token | null>(null)
  const list = useQuery({ queryKey: ['tokens', 'list'], queryFn: () => api.tokens.list() })
  return (
    <section className="g-stack">
      <Answer query={list}>
        {({ rows, limitPerMinute }) => (
          <>
            <p className="g-2">
              {text.note} {text.limit(limitPerMinute)}
            </p>
            <div className="g-row">
              <button type="button" className="g-button is-primary" onClick={() => setIsCreating(true)}>
                {text.create}
              </button>
              <Link to="/api-docs" className="g-button">
                {text.docs}
              </Link>
            </div>
            {rows.length > 0 ? (
              <Tokens rows={rows} onRevoke={setRevoked} />
            ) : (
              <div className="g-empty">
                <h2>{text.none}</h2>
                <p className="g-2">{text.noneHelp}</p>
              </div>
            )}
          </>
        )}
      </Answer>
      {isCreating && <CreateToken onClose={() => setIsCreating(false)} />}
      {revoked && <Revoke token={revoked} onClose={() => setRevoked(null)} />}
    </section>
  )
}
