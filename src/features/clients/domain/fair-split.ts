export type Weighed = { id: string; weight: number }

/**
 * Cuts a base into parts of nearly equal money: the largest client first, each to the part that has least. The sums differ
 * by no more than the largest client; those who bring nothing are dealt out so that the numbers of clients come close.
 */
export function fairSplit<Client extends Weighed>(clients: readonly Client[], count: number): Client[][] {
  const parts = Array.from({ length: count }, () => ({ sum: 0, clients: [] as Client[] }))
  const sorted = [...clients].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
  for (const client of sorted) {
    const weight = Math.max(0, client.weight)
    let least = parts[0]
    for (const part of parts) {
      if (!least) break
      const bySum = weight > 0 ? part.sum - least.sum : 0
      if (bySum < 0 || (bySum === 0 && part.clients.length < least.clients.length)) least = part
    }
    if (!least) return []
    least.sum += weight
    least.clients.push(client)
  }
  return parts.map((part) => part.clients)
}
