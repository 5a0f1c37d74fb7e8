import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { measurePlanted } from '../../../test/support/planted-base.ts'
import { findDuplicates } from './find.ts'

let app: BareApp
beforeAll(async () => {
  app = await bareApp()
})
afterAll(() => app.close())

test('of a planted base nearly all duplicates are found, and little else is called likely', async () => {
  const { copies, recall, precision } = await measurePlanted(app.services)
  expect(copies).toBeGreaterThan(250)
  expect(recall).toBeGreaterThan(0.95)
  expect(precision).toBeGreaterThan(0.95)
  // Nothing new: nothing to look at.
  expect(await findDuplicates(app.services)).toBe(0)
})
