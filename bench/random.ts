/** Random numbers that a seed repeats (mulberry32): the same seed gives the same company on every machine. */
export type Random = { next(): number; below(limit: number): number; pick<T>(list: readonly T[]): T }

export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { next, below, pick: (list) => list[below(list.length)] as never }
}

/** A number around the middle whose logarithm is normal: sums of orders are spread so. */
export function logNormal(random: Random, middle: number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
  return middle * Math.exp(spread * radius * Math.cos(2 * Math.PI * random.next()))
}
