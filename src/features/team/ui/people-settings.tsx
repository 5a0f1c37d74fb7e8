import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { contract } from '#contract.ts'
import { type Role, roles } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { formatInstant } from '#kernel/format.ts'
import { useCan, useSession } from '#web/session.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Avatar, State } from '#web/widgets/marks.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Team, User, UserRow } from '../contract.ts'
import { onSubmit } from './door.tsx'
import { teamTexts } from './text.ts'

const PersonDrawer = lazy(() => import('./person-drawer.tsx').then((it) => ({ default: it.PersonDrawer })))

type Link = { name: string; url: string }
/** What another slice puts in: to whom the clients of a person go. */
type HandOverForm = (props: { person: User; isLeaving: boolean; onClose: () => void }) => ReactNode

function AddPerson({
  teams,
  onClose,
  onLink,
}: {
  teams: Team[]
  onClose: () => void
  onLink: (link: Link) => void
}) {
  const text = useTexts(teamTexts)
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('rep')
  const [teamId, setTeamId] = useState('')
  const add = useMutation({
    mutationFn: () => api.team.addUser({ body: { name, email, role, teamId: teamId || null } }),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ['team'] })
      onLink({ name: answer.user.name, url: `${window.location.origin}${answer.setPasswordPath}` })
    },
  })
  return (
    <Drawer title={text.add} onClose={onClose}>
      <form className="g-form" onSubmit={onSubmit(() => add.mutate())}>
        <TextField label={text.name} value={name} onChange={setName} isRequired isAutofocused />
        <TextField label={text.email} type="email" value={email} onChange={setEmail} isRequired />
        <SelectField
          label={text.role}
          help={text.roleHelp[role]}
          value={role}
          options={roles.map((it) => [it, text.roles[it]] as const)}
          onChange={setRole}
        />
        <SelectField
          label={text.team}
          value={teamId}
          options={[['', text.noTeam] as const, ...teams.map((team) => [team.id, team.name] as const)]}
          onChange={setTeamId}
        />
        {add.error && <Failure error={add.error} />}
        <button type="submit" className="g-button is-primary" disabled={add.isPending}>
          {text.add}
        </button>
      </form>
    </Drawer>
  )
}

function LinkDrawer({ link, onClose }: { link: Link; onClose: () => void }) {
  const text = useTexts(teamTexts)
  const toast = useToast()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link.url)
    toast(text.copied)
  }
  return (
    <Drawer title={text.link} onClose={onClose}>
      <p className="g-2">{text.linkNote(link.name)}</p>
      <TextField label={text.link} value={link.url} onChange={() => undefined} />
      <button type="button" className="g-button is-primary" onClick={() => void copy()}>
        {text.copy}
      </button>
    </Drawer>
  )
}

/** How far a person has come in: not invited, invited, in, out. */
function Standing({ user }: { user: UserRow }) {
  const text = useTexts(teamTexts)
  const language = useLanguage()
  const { workspace } = useSession()
  const [openedAt] = useState(() => new Date().toISOString())
  if (!user.isActive) return <State kind="bad">{text.deactivated}</State>
  if (user.hasPassword) return user.isTwoFactorOn ? <State kind="good">{text.secondStep}</State> : null
  if (user.linkExpiresAt === null) return <State kind="planned">{text.noPassword}</State>
  if (user.linkExpiresAt <= openedAt) return <State kind="bad">{text.linkOver}</State>
  const until = formatInstant(language, user.linkExpiresAt, workspace.timeZone)
  return <State kind="planned">{text.invitedUntil(until)}</State>
}

function PersonRow({ user, teams, onManage }: { user: UserRow; teams: Team[]; onManage?: () => void }) {
  const text = useTexts(teamTexts)
  const client = useQueryClient()
  const can = useCan()
  const isEditable = can(contract.team.updateUser)
  const update = useMutation({
    mutationFn: (change: { role?: Role; teamId?: string | null }) =>
      api.team.updateUser({ params: { id: user.id }, body: { rev: user.rev, ...change } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['team'] }),
  })
  return (
    <>
      <tr>
        <td>
          <span className="g-row">
            <Avatar name={user.name} />
            <span>
              <span className="g-strong">{user.name}</span>
              <br />
              <span className="g-xs g-3">{user.email}</span>
            </span>
          </span>
        </td>
        <td>
          <select
            className="g-input is-small"
            aria-label={`${text.role}: ${user.name}`}
            value={user.role}
            disabled={!isEditable || update.isPending}
            onChange={(event) => update.mutate({ role: event.target.value as Role })}
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {text.roles[role]}
              </option>
            ))}
          </select>
        </td>
        <td>
          <select
            className="g-input is-small"
            aria-label={`${text.team}: ${user.name}`}
            value={user.teamId ?? ''}
            disabled={!isEditable || update.isPending}
            onChange={(event) => update.mutate({ teamId: event.target.value || null })}
          >
            <option value="">{text.noTeam}</option>
            {teams.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </select>
        </td>
        <td>
          <Standing user={user} />
        </td>
        <td className="g-num">
          {onManage && (
            <button type="button" className="g-button" aria-label={text.manage(user.name)} onClick={onManage}>
              {text.manageShort}
            </button>
          )}
        </td>
      </tr>
      {update.error && (
        <tr>
          <td colSpan={5}>
            <Failure error={update.error} />
          </td>
        </tr>
      )}
    </>
  )
}

function Teams({ teams, users }: { teams: Team[]; users: User[] }) {
  const text = useTexts(teamTexts)
  const client = useQueryClient()
  const isEditable = useCan()(contract.team.addTeam)
  const [name, setName] = useState('')
  const settle = { onSettled: () => client.invalidateQueries({ queryKey: ['team'] }) }
  const add = useMutation({
    mutationFn: () => api.team.addTeam({ body: { name } }),
    ...settle,
    onSuccess: () => setName(''),
  })
  const appoint = useMutation({
    mutationFn: ({ team, headId }: { team: Team; headId: string | null }) =>
      api.team.updateTeam({ params: { id: team.id }, body: { rev: team.rev, headId } }),
    ...settle,
  })
  return (
    <section className="g-stack">
      <h2>{text.teams}</h2>
      <div className="g-scroll-x">
        <table className="g-table">
          <thead>
            <tr>
              <th>{text.team}</th>
              <th>{text.head}</th>
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <tr key={team.id}>
                <td>
                  <span className="g-strong">{team.name}</span>{' '}
                  <span className="g-3">{text.members(team.memberCount)}</span>
                </td>
                <td>
                  <select
                    className="g-input is-small"
                    aria-label={`${text.head}: ${team.name}`}
                    value={team.headId ?? ''}
                    disabled={!isEditable}
                    onChange={(event) => appoint.mutate({ team, headId: event.target.value || null })}
                  >
                    <option value="">{text.noHead}</option>
                    {users
                      .filter((user) => user.role === 'head')
                      .map((user) => (
                        <option key={user.id} value={user.id}>
                          {user.name}
                        </option>
                      ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isEditable && (
        <form className="g-row" style={{ alignItems: 'flex-end' }} onSubmit={onSubmit(() => add.mutate())}>
          <TextField label={text.teamName} value={name} onChange={setName} isRequired />
          <button type="submit" className="g-button" disabled={add.isPending || name.trim() === ''}>
            {text.addTeam}
          </button>
        </form>
      )}
      {add.error && <Failure error={add.error} />}
      {appoint.error && <Failure error={appoint.error} />}
    </section>
  )
}

/** People, their roles and teams; links to set passwords. */
export function PeopleSettings({ handOver }: { handOver?: HandOverForm }) {
  const text = useTexts(teamTexts)
  const can = useCan()
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const teams = useQuery({ queryKey: ['team', 'teams'], queryFn: () => api.team.listTeams() })
  const [isAdding, setAdding] = useState(false)
  const [link, setLink] = useState<Link | null>(null)
  const [managedId, setManaged] = useState<string | null>(null)
  const [leaving, setLeaving] = useState<{ person: User; isLeaving: boolean } | null>(null)
  const me = useSession().user
  const teamRows = teams.data?.rows ?? []
  const managed = users.data?.rows.find((user) => user.id === managedId)
  const headed = new Set(teamRows.filter((team) => team.headId === me.id).map((team) => team.id))
  const mayManage = (user: User): boolean =>
    can(contract.team.updateUser) || (user.teamId !== null && headed.has(user.teamId))
  return (
    <div className="g-stack" style={{ maxWidth: 980, gap: 24 }}>
      <section className="g-stack">
        <div className="g-spread">
          <h2>{text.people}</h2>
          {can(contract.team.addUser) && (
            <button type="button" className="g-button is-primary" onClick={() => setAdding(true)}>
              {text.add}
            </button>
          )}
        </div>
        <Answer query={users}>
          {({ rows }) => (
            <div className="g-scroll-x">
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.name}</th>
                    <th>{text.role}</th>
                    <th>{text.team}</th>
                    <th colSpan={2}>
                      <span className="g-visually-hidden">{text.link}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((user) => (
                    <PersonRow
                      key={user.id}
                      user={user}
                      teams={teamRows}
                      {...(mayManage(user) && { onManage: () => setManaged(user.id) })}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Answer>
      </section>
      <Teams teams={teamRows} users={users.data?.rows ?? []} />
      {isAdding && (
        <AddPerson
          teams={teamRows}
          onClose={() => setAdding(false)}
          onLink={(made) => {
            setAdding(false)
            setLink(made)
          }}
        />
      )}
      {managed && (
        <Suspense fallback={null}>
          <PersonDrawer
            user={managed}
            onClose={() => setManaged(null)}
            onLink={(path) => {
              setManaged(null)
              setLink({ name: managed.name, url: `${window.location.origin}${path}` })
            }}
            onHandOver={(isLeaving) => {
              setManaged(null)
              setLeaving({ person: managed, isLeaving })
            }}
          />
        </Suspense>
      )}
      {leaving && handOver?.({ ...leaving, onClose: () => setLeaving(null) })}
      {link && <LinkDrawer link={link} onClose={() => setLink(null)} />}
    </div>
  )
}
