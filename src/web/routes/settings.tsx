import type { ReactNode } from 'react'
import { ClassSettings } from '#features/segments/ui/class-settings.tsx'
import type { SettingsTab } from '#features/team/ui/search.ts'
import { SettingsScreen } from '#features/team/ui/settings-screen.tsx'

const panels: Partial<Record<SettingsTab, ReactNode>> = {
  classes: <ClassSettings />,
}

/** The settings, put together of what each slice lets one set. */
export function SettingsRoute() {
  return <SettingsScreen panels={panels} />
}
