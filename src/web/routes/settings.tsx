import type { ReactNode } from 'react'
import { contract } from '#contract.ts'
import { BackupSettingsPanel } from '#features/backups/ui/backup-settings.tsx'
import { HistoryScreen } from '#features/history/ui/history-screen.tsx'
import { ClassSettings } from '#features/segments/ui/class-settings.tsx'
import type { SettingsTab } from '#features/team/ui/search.ts'
import { SettingsScreen } from '#features/team/ui/settings-screen.tsx'
import { useCan } from '../session.ts'

/** The settings, put together of what each slice lets one set. */
export function SettingsRoute() {
  const can = useCan()
  const panels: Partial<Record<SettingsTab, ReactNode>> = {
    classes: <ClassSettings />,
    ...(can(contract.backups.overview) && { backups: <BackupSettingsPanel /> }),
    ...(can(contract.history.list) && { history: <HistoryScreen /> }),
  }
  return <SettingsScreen panels={panels} />
}
