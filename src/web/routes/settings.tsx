import { ClassSettings } from '#features/segments/ui/class-settings.tsx'
import { SettingsScreen } from '#features/team/ui/settings-screen.tsx'

/** The settings, put together of what each slice lets one set. */
export function SettingsRoute() {
  return <SettingsScreen classes={<ClassSettings />} />
}
