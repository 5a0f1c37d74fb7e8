import { Refusal } from '#kernel/refusal.ts'
import { readTarget } from '#server/outgoing/target.ts'
import { findAddresses, resolveHost } from '#server/outgoing/post.ts'

/** The address of a webhook in its plain form; refused when it is none, or leads to somewhere private. */
export async function checkUrl(text: string, allowed: readonly string[]): Promise<string> {
  const read = readTarget(text, allowed)
  if (!read.ok) throw new Refusal('webhookUrl', { reason: read.reason })
  const { target } = read
  const found = await findAddresses(target, resolveHost)
  if ('addresses' in found) return target.url.href
  const { failure, detail } = found.refused
  if (failure === 'private') throw new Refusal('webhookPrivate', { host: target.host, address: detail })
  throw new Refusal('webhookUnresolved', { host: target.host })
}
