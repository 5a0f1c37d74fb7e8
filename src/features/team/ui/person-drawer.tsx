import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { contract } from '#contract.ts'
import { formatInstant } from '#kernel/format.ts'
import { api } from '#web/api.ts'
import { useCan, useSession } from '#web/session.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { UserRow } from '../contract.ts'
import { SessionTable } from './session-table.tsx'
import { teamTexts } from './text.ts'

function Sessions({ user }: { user: UserRow }) {
  const text = useTexts(teamTexts)
  const toast = useToast()
  const client = useQueryClient()
  const params = { id: user.id }
  const key = ['team', 'sessions', user.id]
  const sessions = useQuery({ queryKey: key, queryFn: () => api.team.listSessions({ params }) })
  const end = useMutation({
    mutationFn: () => api.team.endSessions({ params }),
    onSuccess: ({ ended }) => toast(text.ended(ended)),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return (
    <section className="g-stack">
      <h3>{text.sessions}</h3>
      <Answer query={sessions} rows={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="g-2">{text.nowhere}</p>
          ) : (
            <>
              <SessionTable rows={rows} />
              <span>
                <button type="button" className="g-button" onClick={() => end.mutate()}>
                  {text.endTheirs}
                </button>
              </span>
            </>
          )
        }
      </Answer>
      {end.error && <Failure error={end.error} />}
    </section>
  )
}

function Link({ user, onLink }: { user: UserRow; onLink: (path: string) => void }) {
  const text = useTexts(teamTexts)
  const language = useLanguage()
  const { workspace } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const params = { id: user.id }
  const settle = { onSettled: () => client.invalidateQueries({ queryKey: ['team'] }) }
  const make = useMutation({
    mutationFn: () => api.team.resetPassword({ params }),
    ...settle,
    onSuccess: (answer) => onLink(answer.setPasswordPath),
  })
  const revoke = useMutation({
    mutationFn: () => api.team.revokePasswordLink({ params }),
    ...settle,
    onSuccess: () => toast(text.linkRevoked),
  })
  const error = make.error ?? revoke.error
  return (
    <section className="g-stack">
      <h3>{text.link}</h3>
      <p className="g-2">
        {user.linkExpiresAt
          ? text.linkUntil(formatInstant(language, user.linkExpiresAt, workspace.timeZone))
          : text.noLink}
      </p>
      {error && <Failure error={error} />}
      <span className="g-row">
        <button type="button" className="g-button" onClick={() => make.mutate()}>
          {text.newLink}
        </button>
        {user.linkExpiresAt && (
          <button type="button" className="g-button" onClick={() => revoke.mutate()}>
            {text.revokeLink}
          </button>
        )}
      </span>
    </section>
  )
}

/** Everything that the owner decides of a person besides role and team. */
export function PersonDrawer({
  user,
  onClose,
  onLink,
  onHandOver,
}: {
  user: UserRow
  onClose: () => void
  onLink: (path: string) => void
  onHandOver: (isLeaving: boolean) => void
}) {
  const text = useTexts(teamTexts)
  const can = useCan()
  const toast = useToast()
  const undo = useUndo()
  const client = useQueryClient()
  const me = useSession().user
  const [error, setError] = useState<unknown>(null)
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onMutate: () => setError(null),
    onError: setError,
    onSettled: () => client.invalidateQueries({ queryKey: ['team'] }),
  })
  const open = (): void =>
    act.mutate(async () => {
      const done = await api.team.updateUser({
        params: { id: user.id },
        body: { rev: user.rev, isActive: true },
      })
      toast(text.activatedToast(user.name), () => void undo({ entity: 'user', id: user.id, rev: done.rev }))
    })
  const reset = (): void =>
    act.mutate(async () => {
      await api.team.resetTwoFactor({ params: { id: user.id } })
      toast(text.secondStepReset)
    })
  return (
    <Drawer title={user.name} onClose={onClose}>
      <div className="g-stack" style={{ gap: 24 }}>
        {can(contract.team.resetPassword) && user.isActive && <Link user={user} onLink={onLink} />}
        {can(contract.team.resetTwoFactor) && user.isTwoFactorOn && (
          <section className="g-stack">
            <h3>{text.secondStep}</h3>
            <p className="g-2">{text.resetNote}</p>
            <span>
              <button type="button" className="g-button" onClick={reset}>
                {text.resetSecondStep}
              </button>
            </span>
          </section>
        )}
        {can(contract.team.listSessions) && user.isActive && <Sessions user={user} />}
        <section className="g-stack">
          <h3>{text.base}</h3>
          <p className="g-2">{text.baseNote}</p>
          {error !== null && <Failure error={error} />}
          <span className="g-row">
            <button type="button" className="g-button" onClick={() => onHandOver(false)}>
              {text.handOver}
            </button>
            {can(contract.team.updateUser) && user.isActive && user.id !== me.id && (
              <button type="button" className="g-button is-danger" onClick={() => onHandOver(true)}>
                {text.deactivate}
              </button>
            )}
            {can(contract.team.updateUser) && !user.isActive && (
              <button type="button" className="g-button" disabled={act.isPending} onClick={open}>
                {text.activate}
              </button>
            )}
          </span>
        </section>
      </div>
    </Drawer>
  )
}
