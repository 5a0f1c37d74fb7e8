import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { tokensContract as contract } from './contract.ts'
import { hashSecret, makeSecret } from './secret.ts'
import * as store from './store.ts'

const HINT = 'gorn_'.length + 4

/** Tokens by which programs work on behalf of a person, each as far as its scopes go. */
export function tokensApi(
  { db, runUnit, now }: Services,
  { scopes: known, limit }: { scopes: readonly string[]; limit: number },
): Handled[] {
  return [
    handle(contract.list, async ({ actor }) => ({
      rows: await store.listTokens(db, actor, now()),
      limitPerMinute: limit,
    })),

    handle(contract.create, async ({ actor, body: { name, scopes, expiresAt = null } }) => {
      const unknown = scopes.find((scope) => !known.includes(scope))
      if (unknown !== undefined) throw new Refusal('unknownScope', { scope: unknown })
      if (expiresAt !== null && new Date(expiresAt) <= now()) throw new Refusal('expiryPast')
      const secret = makeSecret()
      const id = newId()
      const token = await runUnit(actor, async (unit) => {
        await store.insertToken(unit.trx, {
          id,
          userId: actor.userId ?? '',
          name,
          hint: secret.slice(0, HINT),
          secretSha256: hashSecret(secret),
          scopes: [...new Set(scopes)].sort(),
          expiresAt,
          createdAt: now(),
        })
        const made = await store.loadToken(unit.trx, actor, now(), id)
        const after = { name, scopes: made.scopes, expiresAt: made.expiresAt }
        await unit.record({ action: 'token.created', entity: 'token', id, after })
        return made
      })
      return { token, secret }
    }),

    handle(contract.revoke, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        const { name } = await store.loadToken(unit.trx, actor, now(), id)
        if (await store.revokeToken(unit.trx, id, now())) {
          const [before, after] = [
            { name, revokedAt: null },
            { name, revokedAt: now().toISOString() },
          ]
          await unit.record({ action: 'token.revoked', entity: 'token', id, before, after })
        }
        return store.loadToken(unit.trx, actor, now(), id)
      }),
    ),
  ]
}
