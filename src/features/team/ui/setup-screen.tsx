import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure, ProgressLine } from '#web/widgets/states.tsx'
import { findPasswordFault } from '../domain/password-rules.ts'
import { Door, onSubmit } from './door.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { teamTexts } from './text.ts'
import { guessWorkspace, WorkspaceFields } from './workspace-fields.tsx'

function FirstChoice() {
  const text = useTexts(teamTexts)
  const language = useLanguage()
  const navigate = useNavigate()
  const demo = useMutation({
    mutationFn: () => api.demo.install({ body: { language } }),
    onSuccess: () => window.location.assign('/clients/matrix'),
  })
  return (
    <Door title={text.created}>
      {demo.isPending ? (
        <ProgressLine share={null} label={text.demoBusy} />
      ) : (
        <div className="g-stack">
          <button
            type="button"
            className="g-button is-primary"
            onClick={() => void navigate({ to: '/imports' })}
          >
            {text.startImport}
          </button>
          <p className="g-sm g-3">{text.startImportNote}</p>
          <button type="button" className="g-button" onClick={() => demo.mutate()}>
            {text.startDemo}
          </button>
          <p className="g-sm g-3">{text.startDemoNote}</p>
          {demo.error && <Failure error={demo.error} />}
        </div>
      )}
    </Door>
  )
}

/** The first run: the owner's account and the company, then orders or the demo. */
export function SetupScreen() {
  const text = useTexts(teamTexts)
  const language = useLanguage()
  const client = useQueryClient()
  const [owner, setOwner] = useState({ name: '', email: '', password: '' })
  const [workspace, setWorkspace] = useState(() => guessWorkspace(language))
  const setup = useQuery({
    queryKey: ['team', 'setup'],
    queryFn: () => api.team.getSetup(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const create = useMutation({
    mutationFn: () => api.team.setUp({ body: { owner, workspace } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['team', 'me'] }),
  })
  if (create.isSuccess) return <FirstChoice />
  if (setup.data && !setup.data.isNeeded) return <Navigate to="/" />
  return (
    <Door title={text.welcome} note={text.welcomeNote}>
      <form className="g-form" onSubmit={onSubmit(() => create.mutate())}>
        <h2>{text.owner}</h2>
        <TextField
          label={text.name}
          value={owner.name}
          onChange={(name) => setOwner({ ...owner, name })}
          isRequired
          autoComplete="name"
        />
        <div className="g-pair">
          <TextField
            label={text.email}
            type="email"
            value={owner.email}
            onChange={(email) => setOwner({ ...owner, email })}
            isRequired
            autoComplete="username"
          />
          <NewPasswordField
            label={text.password}
            value={owner.password}
            onChange={(password) => setOwner({ ...owner, password })}
            person={owner}
          />
        </div>
        <h2>{text.company}</h2>
        <WorkspaceFields draft={workspace} onChange={setWorkspace} />
        {create.error && <Failure error={create.error} />}
        <button
          type="submit"
          className="g-button is-primary"
          disabled={create.isPending || findPasswordFault(owner.password, owner) !== null}
        >
          {text.create}
        </button>
      </form>
    </Door>
  )
}
