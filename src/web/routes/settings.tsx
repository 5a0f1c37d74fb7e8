import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react'
import { contract } from '#contract.ts'
import { BackupSettingsPanel } from '#features/backups/ui/backup-settings.tsx'
import { useOwnFieldChange } from '#features/fields/ui/use-change-names.ts'
import { useNames, usePipelines } from '#features/funnel/ui/use-pipelines.ts'
import { useStageChange } from '#features/funnel/ui/use-stage-change.ts'
import { HistoryScreen } from '#features/history/ui/history-screen.tsx'
import { ClassSettings } from '#features/segments/ui/class-settings.tsx'
import type { SettingsTab } from '#features/team/ui/search.ts'
import { SettingsScreen } from '#features/team/ui/settings-screen.tsx'
import { useCan } from '../session.ts'
import { Skeleton } from '../widgets/states.tsx'

const WebhookSettings = lazy(async () => ({
  default: (await import('#features/webhooks/ui/webhook-settings.tsx')).WebhookSettings,
}))

const RegistrySettings = lazy(async () => ({
  default: (await import('#features/registry/ui/registry-settings.tsx')).RegistrySettings,
}))
const DossierSettings = lazy(() =>
  import('#features/dossier/ui/dossier-settings.tsx').then((it) => ({ default: it.DossierSettings })),
)
const LeadSettings = lazy(() =>
  import('#features/leads/ui/lead-settings.tsx').then((it) => ({ default: it.LeadSettings })),
)
const PipelineSettings = lazy(async () => ({
  default: (await import('#features/funnel/ui/pipeline-settings.tsx')).PipelineSettings,
}))

const FieldSettings = lazy(() =>
  import('#features/fields/ui/field-settings.tsx').then((it) => ({ default: it.FieldSettings })),
)
const PeopleSettings = lazy(() =>
  import('#features/team/ui/people-settings.tsx').then((it) => ({ default: it.PeopleSettings })),
)
const HandOver = lazy(() =>
  import('#features/clients/ui/hand-over.tsx').then((it) => ({ default: it.HandOver })),
)

const handOver: ComponentProps<typeof PeopleSettings>['handOver'] = (given) => (
  <Suspense fallback={null}>
    <HandOver {...given} />
  </Suspense>
)
const TokenSettings = lazy(async () => ({
  default: (await import('#features/tokens/ui/token-settings.tsx')).TokenSettings,
}))

const FormSettings = lazy(async () => ({
  default: (await import('#features/forms/ui/form-settings.tsx')).FormSettings,
}))

/** The settings, put together of what each slice lets one set. */
export function SettingsRoute() {
  const can = useCan()
  const ownField = useOwnFieldChange()
  const stageChange = useStageChange()
  const names = useNames()
  const ways = (usePipelines().data?.rows ?? []).map((it) => ({ id: it.id, name: names.pipeline(it) }))
  const panels: Partial<Record<SettingsTab, ReactNode>> = {
    people: <PeopleSettings handOver={handOver} />,
    pipelines: <PipelineSettings />,
    classes: <ClassSettings />,
    ...(can(contract.leads.saveSettings) && { leads: <LeadSettings /> }),
    ...(can(contract.dossier.saveSettings) && { dossier: <DossierSettings /> }),
    api: (
      <Suspense fallback={<Skeleton rows={3} />}>
        <TokenSettings />
      </Suspense>
    ),
    fields: <FieldSettings />,
    ...(can(contract.backups.overview) && { backups: <BackupSettingsPanel /> }),
    ...(can(contract.registry.getSettings) && { integrations: <RegistrySettings /> }),
    ...(can(contract.forms.list) && {
      forms: (
        <Suspense fallback={<Skeleton rows={3} />}>
          <FormSettings ways={ways} />
        </Suspense>
      ),
    }),
    ...(can(contract.webhooks.list) && {
      webhooks: (
        <Suspense fallback={<Skeleton rows={3} />}>
          <WebhookSettings />
        </Suspense>
      ),
    }),
    ...(can(contract.history.list) && {
      history: <HistoryScreen ownFieldChange={(change) => ownField(change) ?? stageChange(change)} />,
    }),
  }
  return <SettingsScreen panels={panels} />
}
