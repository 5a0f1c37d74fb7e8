import ipaddr from 'ipaddr.js'

const reachable = ipaddr.IPv6.parse('2000::')

/**
 * Whether an address lies in the open internet: not this machine, not the local network, not a cloud's metadata, not an
 * address that carries another one inside (mapped ones are judged by what they carry). In doubt it does not.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text) || text.includes('%')) return false
  // The library reads this old form as the IPv4 address inside it; the system does not.
  if (/^::\d+\./.test(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  // Beyond 2000::/3 nothing is given out yet, or it is of old schemes that carry IPv4 addresses inside.
  return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(reachable, 3)
}
