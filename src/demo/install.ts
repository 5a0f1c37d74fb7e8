import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import type { Language } from '#kernel/format.ts'
import { currencyDigits } from '#kernel/money.ts'
import type { Services } from '#server/services.ts'
import { runImport } from '../features/imports/public.ts'
import { addTeam, addUser, loadWorkspace, markDemo } from '../features/team/public.ts'
import { buildDemo, demoMaps } from './build.ts'
import { installDeals } from './install-deals.ts'
import { installProspects } from './install-prospects.ts'
import { installForms } from './install-forms.ts'

/** Fills an empty base with the demo company, by the same ways a real one takes: people, then files. Answers how many clients. */
export async function installDemo(services: Services, actor: Actor, language: Language): Promise<number> {
  const { timeZone, currency } = await loadWorkspace(services.db)
  const demo = buildDemo(language, dayOf(services.now(), timeZone))
  await services.runUnit(actor, (unit) => markDemo(unit.trx))
  const ids = new Map<string, string>()
  for (const { name, email, role } of demo.people)
    ids.set(email, (await addUser(services, actor, { name, email, role })).id)
  for (const { name, headEmail } of demo.teams) {
    const memberIds = demo.people
      .filter((person) => person.team === name)
      .map((person) => ids.get(person.email) ?? '')
    await addTeam(services, actor, { name, headId: ids.get(headEmail) ?? null, memberIds })
  }
  const folder = await mkdtemp(join(tmpdir(), 'gorn-demo-'))
  try {
    const clients = join(folder, 'clients.csv')
    const lines = join(folder, 'order-lines.csv')
    await writeFile(clients, demo.clientsCsv)
    await writeFile(lines, demo.linesCsv)
    const request = { dryRun: false, fileName: 'demo-clients.csv', path: clients }
    const report = await runImport(services, actor, {
      ...request,
      kind: 'clients',
      map: { columns: demoMaps.clients },
    })
    const orders = { ...request, fileName: 'demo-orders.csv', path: lines, kind: 'order-lines' as const }
    await runImport(services, actor, { ...orders, map: { columns: demoMaps.lines } })
    const minorPerUnit = 10 ** currencyDigits(currency) * demo.rate
    await installDeals(services, actor, demo.deals, { timeZone, minorPerUnit })
    await installProspects(services, actor, demo.prospects, timeZone)
    const reps = demo.people.filter(({ role }) => role === 'rep').slice(0, 2)
    await installForms(
      services,
      actor,
      language,
      reps.map(({ email }) => ids.get(email) ?? ''),
    )
    return report.new
  } finally {
    await rm(folder, { recursive: true })
  }
}
