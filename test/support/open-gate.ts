import { contract } from '#contract.ts'
import type { TestApp } from './test-app.ts'

/** Lets first talks through without a dossier, as a head does in the settings: for tests of something else. */
export async function openGate(app: TestApp): Promise<void> {
  const { rev, required } = await app.as('owner').call(contract.dossier.getSettings)
  await app.as('owner').call(contract.dossier.saveSettings, { body: { rev, required, isGateOn: false } })
}
