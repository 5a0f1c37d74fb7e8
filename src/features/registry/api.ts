import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import { findAddresses, resolveHost } from '#server/outgoing/post.ts'
import { readTarget } from '#server/outgoing/target.ts'
import type { Services } from '#server/services.ts'
import type { RegistryPlace } from './ask.ts'
import { accept } from './accept.ts'
import { registryContract as contract } from './contract.ts'
import { checkRegister, lookUp } from './look-up.ts'
import { type Access, loadAccess, saveAccess, shown } from './settings.ts'

/** The address in its plain form; refused when it is none, or leads to somewhere private. */
async function checkUrl(text: string, allowed: readonly string[]): Promise<string> {
  const read = readTarget(text, allowed)
  if (!read.ok) throw new Refusal('registryUrl', { reason: read.reason })
  const found = await findAddresses(read.target, resolveHost)
  if ('refused' in found) throw new Refusal('registryUrl', { reason: found.refused.failure })
  return read.target.url.href
}

/** A token is for the machine that it was given for: another address asks for it anew. */
function tokenOf(before: Access, url: string, token: string | null | undefined): string | null {
  if (token !== undefined) return token
  const isElsewhere = new URL(before.url).origin !== new URL(url).origin
  if (before.token !== null && isElsewhere) throw new Refusal('registryTokenAnew')
  return before.token
}

// What the history keeps: never the token.
const noted = (access: Access) => {
  const { token, ...rest } = shown(access)
  return { ...rest, tokenEnding: token && `…${token.ending}` }
}

/** The register of companies: which one is asked, and what it says of a client. */
export function registryApi(services: Services, place: RegistryPlace): Handled[] {
  const { db, runUnit } = services
  return [
    handle(contract.state, async () => ({ isOn: (await loadAccess(db)).isOn })),
    handle(contract.getSettings, async () => shown(await loadAccess(db))),
    handle(contract.saveSettings, async ({ actor, body: { token, url: typed, isOn, rev } }) => {
      const known = await loadAccess(db)
      // What was checked when it was saved need not be known to DNS in order to be switched off.
      const url = typed === known.url ? known.url : await checkUrl(typed, place.allowed)
      return runUnit(actor, async (unit) => {
        const before = await loadAccess(unit.trx)
        const after = { rev, isOn, url, token: tokenOf(before, url, token) }
        if (isOn && after.token === null) throw new Refusal('registryNoToken')
        const saved = await saveAccess(unit.trx, after)
        await unit.record({
          action: 'registry.settingsChanged',
          entity: 'registry',
          id: null,
          before: noted(before),
          after: noted(saved),
          rev: saved.rev,
        })
        return shown(saved)
      })
    }),
    handle(contract.check, async () => ({ name: await checkRegister(services, place) })),
    handle(contract.accept, async ({ actor, params, body }) => ({
      unitId: await accept(services, actor, params.id, body),
    })),
    handle(contract.lookUp, ({ actor, params }) => lookUp(services, place, actor, params.id)),
  ]
}
