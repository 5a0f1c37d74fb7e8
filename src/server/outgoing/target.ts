/** Where a message to another machine goes, taken apart. */
export type Target = { url: URL; host: string; port: number; isAllowed: boolean }
/** Why an address cannot be sent to. */
export type TargetFault = 'shape' | 'scheme' | 'credentials'

const defaultPorts: Record<string, number> = { 'https:': 443, 'http:': 80 }

/**
 * Reads the address of another machine. Always https; http only to a neighbour that the server's settings name (host:port),
 * and only such a neighbour may be private.
 */
export function readTarget(
  text: string,
  allowed: readonly string[],
): { ok: true; target: Target } | { ok: false; reason: TargetFault } {
  if (!URL.canParse(text)) return { ok: false, reason: 'shape' }
  const url = new URL(text)
  const defaultPort = defaultPorts[url.protocol]
  if (defaultPort === undefined || url.hostname === '') return { ok: false, reason: 'scheme' }
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'credentials' }
  url.hash = ''
  const port = url.port === '' ? defaultPort : Number(url.port)
  const isAllowed = allowed.includes(`${url.hostname}:${port}`)
  if (url.protocol === 'http:' && !isAllowed) return { ok: false, reason: 'scheme' }
  // An IPv6 address stands in brackets in an address line, and nowhere else.
  return { ok: true, target: { url, host: url.hostname.replace(/^\[|\]$/g, ''), port, isAllowed } }
}
