import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { SessionTable } from './session-table.tsx'
import { teamTexts } from './text.ts'

/** Where one is signed in, and the way out of it. */
export function MySessions() {
  const text = useTexts(teamTexts)
  const toast = useToast()
  const client = useQueryClient()
  const sessions = useQuery({
    queryKey: ['team', 'sessions'],
    queryFn: () => api.team.listMySessions(),
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['team', 'sessions'] })
  const end = useMutation({
    mutationFn: (id: string) => api.team.endMySession({ params: { id } }),
    onSuccess: () => toast(text.ended(1)),
    onSettled: refresh,
  })
  const endOthers = useMutation({
    mutationFn: () => api.team.endMySessions({ query: { except: 'this' } }),
    onSuccess: ({ ended }) => toast(text.ended(ended)),
    onSettled: refresh,
  })
  const endAll = useMutation({
    mutationFn: () => api.team.endMySessions(),
    onSuccess: () => window.location.assign('/sign-in'),
  })
  const error = end.error ?? endOthers.error ?? endAll.error
  return (
    <Answer query={sessions} rows={3}>
      {({ rows }) => (
        <div className="g-stack">
          <SessionTable rows={rows} onEnd={(id) => end.mutate(id)} />
          {error && <Failure error={error} />}
          <span className="g-row">
            {rows.length > 1 && (
              <button type="button" className="g-button" onClick={() => endOthers.mutate()}>
                {text.endOthers}
              </button>
            )}
            <button type="button" className="g-button is-danger" onClick={() => endAll.mutate()}>
              {text.endAll}
            </button>
          </span>
        </div>
      )}
    </Answer>
  )
}
