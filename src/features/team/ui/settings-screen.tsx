import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useCan, useSession } from '#web/session.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Failure, Skeleton } from '#web/widgets/states.tsx'
import { Tabs } from '#web/widgets/tabs.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { onSubmit } from './door.tsx'
import { type SettingsTab, settingsTabs } from './search.ts'
import { teamTexts } from './text.ts'
import { WorkspaceFields } from './workspace-fields.tsx'

const MySecurity = lazy(() => import('./my-security.tsx').then((it) => ({ default: it.MySecurity })))
const RightsSettings = lazy(() =>
  import('./rights-settings.tsx').then((it) => ({ default: it.RightsSettings })),
)

function MySettings() {
  return (
    <div className="g-stack" style={{ maxWidth: 780, gap: 32 }}>
      <MyProfile />
      <MySecurity />
    </div>
  )
}

function MyProfile() {
  const text = useTexts(teamTexts)
  const { user } = useSession()
  const toast = useToast()
  const client = useQueryClient()
  const [name, setName] = useState(user.name)
  const save = useMutation({
    mutationFn: (language: 'ru' | 'en' | null) =>
      api.team.updateMe({ body: { rev: user.rev, name, language } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['team'] })
      toast(text.saved)
    },
  })
  const [language, setLanguage] = useState<'ru' | 'en' | 'company'>(user.language ?? 'company')
  return (
    <form className="g-form" onSubmit={onSubmit(() => save.mutate(language === 'company' ? null : language))}>
      <TextField label={text.name} value={name} onChange={setName} isRequired autoComplete="name" />
      <SelectField
        label={text.language}
        value={language}
        options={[
          ['company', text.asCompany],
          ['ru', text.languages.ru],
          ['en', text.languages.en],
        ]}
        onChange={setLanguage}
      />
      {save.error && <Failure error={save.error} />}
      <button type="submit" className="g-button is-primary" disabled={save.isPending}>
        {text.save}
      </button>
    </form>
  )
}

function WorkspaceSettings() {
  const text = useTexts(teamTexts)
  const { workspace } = useSession()
  const can = useCan()
  const toast = useToast()
  const client = useQueryClient()
  const { rev, isDemo: _isDemo, repVisibility, ...fields } = workspace
  const undo = useUndo()
  const [draft, setDraft] = useState(fields)
  const [visibility, setVisibility] = useState(repVisibility)
  const save = useMutation({
    mutationFn: () => {
      // Only what was changed here: another owner may have changed the rest meanwhile.
      const before = { ...fields, repVisibility } as Record<string, unknown>
      const after = { ...draft, repVisibility: visibility } as Record<string, unknown>
      const changed = Object.fromEntries(
        Object.entries(after).filter(([key, value]) => value !== before[key]),
      )
      return api.team.updateWorkspace({ body: { ...changed, rev } })
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries()
      toast(text.saved, () => void undo({ entity: 'workspace', id: null, rev: saved.rev }))
    },
  })
  if (!can(contract.team.updateWorkspace)) return <p className="g-2">{text.ownerOnly}</p>
  return (
    <form className="g-form" onSubmit={onSubmit(() => save.mutate())}>
      <WorkspaceFields draft={draft} onChange={setDraft} />
      <SelectField
        label={text.visibility}
        help={text.visibilityHelp}
        value={visibility}
        options={[
          ['own', text.visibilities.own],
          ['team', text.visibilities.team],
          ['all', text.visibilities.all],
        ]}
        onChange={setVisibility}
      />
      {save.error && <Failure error={save.error} />}
      <button type="submit" className="g-button is-primary" disabled={save.isPending}>
        {text.save}
      </button>
    </form>
  )
}

const own: Partial<Record<SettingsTab, ReactNode>> = {
  me: <MySettings />,
  rights: <RightsSettings />,
  workspace: <WorkspaceSettings />,
}

/** The settings, a tab each; those of other slices come as panels. */
export function SettingsScreen({ panels }: { panels: Partial<Record<SettingsTab, ReactNode>> }) {
  const text = useTexts(teamTexts)
  const { tab = 'me' } = useSearch({ from: '/app/settings' })
  const all = { ...own, ...panels }
  const shown = settingsTabs.filter((key) => all[key])
  return (
    <Page title={text.settings}>
      <Tabs label={text.settings} current={tab}>
        {shown.map((key) => (
          <Link
            key={key}
            to="/settings"
            search={{ tab: key }}
            className="g-tab"
            activeProps={{ 'aria-current': undefined }}
            aria-current={key === tab ? 'page' : undefined}
          >
            {text.tabs[key]}
          </Link>
        ))}
      </Tabs>
      <Suspense fallback={<Skeleton />}>{all[tab]}</Suspense>
    </Page>
  )
}
