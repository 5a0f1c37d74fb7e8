export const settingsTabs = [
  'me',
  'people',
  'rights',
  'workspace',
  'pipelines',
  'classes',
  'leads',
  'dossier',
  'forms',
  'fields',
  'integrations',
  'webhooks',
  'api',
  'backups',
  'history',
] as const
export type SettingsTab = (typeof settingsTabs)[number]

/** The tab of the settings that the address names. */
export function settingsSearch(search: Record<string, unknown>): { tab?: SettingsTab } {
  const tab = settingsTabs.find((it) => it === search['tab'])
  return tab ? { tab } : {}
}
