import { lockEditable } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { type Access, loadAccess } from './settings.ts'
import { ask, type RegistryPlace } from './ask.ts'
import { checkIdentity, type Known, knownOf, orderCandidates } from './check-identity.ts'
import type { Company } from './domain/company.ts'
import { registerName } from './domain/words.ts'
import { loadPresent, toldBy } from './present.ts'
import { keepAnswer } from './store.ts'

/** A company that everybody knows, to see whether the register answers. */
const WELL_KNOWN = '7707083893'

type Open = Access & { token: string }

function open(access: Access): Open {
  if (access.token === null) throw new Refusal('registryOff')
  return { ...access, token: access.token }
}

/** Whether the register answers, also before it is switched on: the name of a company that everybody knows. */
export async function checkRegister({ db }: Services, place: RegistryPlace): Promise<string> {
  const companies = await ask(place, open(await loadAccess(db)), { query: WELL_KNOWN, branch_type: 'MAIN' })
  const found = companies.find(({ inn }) => inn === WELL_KNOWN)
  if (!found) throw new Refusal('registryNothing', { inn: WELL_KNOWN })
  return found.shortName
}

async function findCompanies(
  place: RegistryPlace,
  access: Open,
  { inn, kpp }: Known,
): Promise<{ companies: Company[]; isBranchUnknown: boolean }> {
  const branch = kpp === null ? [] : await ask(place, access, { query: inn, kpp })
  if (branch.length > 0) return { companies: branch, isBranchUnknown: false }
  // Of a quarter of the companies the tax service does not tell the KPP of branches.
  const companies = await ask(place, access, { query: inn, branch_type: 'MAIN' })
  if (companies.length === 0) throw new Refusal('registryNothing', { inn })
  return { companies, isBranchUnknown: kpp !== null && !companies.some((it) => it.kpp === kpp) }
}

/**
 * What the register knows of a client. Those that are somebody else are left out; when none is left, the refusal says
 * where they differ. The register is asked outside of any transaction: it may take its time.
 */
export async function lookUp(services: Services, place: RegistryPlace, actor: Actor, clientId: string) {
  const { db, now, runUnit } = services
  const client = await db.transaction().execute((trx) => lockEditable(trx, actor, clientId))
  const access = open(await loadAccess(db))
  if (!access.isOn) throw new Refusal('registryOff')
  const known = knownOf(client)
  const { companies, isBranchUnknown } = await findCompanies(place, access, known)
  const candidates = orderCandidates(known, companies)
  const [first] = companies
  if (candidates.length === 0 && first)
    throw new Refusal('registryMismatch', { ...checkIdentity(known, first) })
  const askedAt = now()
  const register = registerName(access.url)
  const answerId = await runUnit(actor, ({ trx }) =>
    keepAnswer(trx, { clientId, userId: actor.userId, askedAt, register, companies: candidates }),
  )
  const present = await loadPresent(db, client)
  return {
    answerId,
    rev: client.rev,
    register,
    askedAt: askedAt.toISOString(),
    isBranchUnknown,
    companies: await Promise.all(
      candidates.map(async (company) => ({
        ...company,
        proposals: await toldBy(db, register, company, present),
      })),
    ),
  }
}
