export type RfmInput = { id: string; daysSince: number; orders: number; moneyMinor: number }
export type RfmScore = { id: string; r: number; f: number; m: number; segment: RfmSegment }
export const rfmSegments = [
  'champions',
  'loyal',
  'potentialLoyal',
  'new',
  'promising',
  'needAttention',
  'aboutToSleep',
  'atRisk',
  'cantLose',
  'hibernating',
  'lost',
] as const
export type RfmSegment = (typeof rfmSegments)[number]

const CUTS = [0.2, 0.4, 0.6, 0.8]

/** The 20/40/60/80 % quantiles by linear interpolation between neighbours. */
export function quintileCuts(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  return CUTS.map((share) => {
    const at = share * (sorted.length - 1)
    const low = Math.floor(at)
    const below = sorted[low] ?? 0
    return below + (at - low) * ((sorted[low + 1] ?? below) - below)
  })
}

const countBelow = (cuts: readonly number[], value: number): number =>
  cuts.filter((cut) => cut < value).length

type Bounds = { segment: RfmSegment; r: [number, number]; f: [number, number]; m: [number, number] }

// After the bounds that the R package "rfm" publishes for its segments; the first that fits names the client.
const bounds: Bounds[] = [
  { segment: 'champions', r: [4, 5], f: [4, 5], m: [4, 5] },
  { segment: 'loyal', r: [2, 5], f: [3, 5], m: [3, 5] },
  { segment: 'potentialLoyal', r: [3, 5], f: [1, 3], m: [1, 3] },
  { segment: 'new', r: [4, 5], f: [1, 1], m: [1, 1] },
  { segment: 'promising', r: [3, 4], f: [1, 1], m: [1, 1] },
  { segment: 'needAttention', r: [2, 3], f: [2, 3], m: [2, 3] },
  { segment: 'aboutToSleep', r: [2, 3], f: [1, 2], m: [1, 2] },
  { segment: 'cantLose', r: [1, 1], f: [4, 5], m: [4, 5] },
  { segment: 'atRisk', r: [1, 2], f: [2, 5], m: [2, 5] },
  { segment: 'hibernating', r: [1, 2], f: [1, 2], m: [1, 2] },
  { segment: 'lost', r: [1, 1], f: [1, 1], m: [1, 1] },
]

const within = (value: number, [low, high]: [number, number]): boolean => value >= low && value <= high

/** The named segment of three scores; scores that no bound holds go by recency alone. */
export function segmentOf(r: number, f: number, m: number): RfmSegment {
  // The narrow segments lie inside wider ones and are looked at first.
  if (f === 1 && m === 1)
    return r === 5 || r === 4 ? 'new' : r === 3 ? 'promising' : r === 1 ? 'lost' : 'aboutToSleep'
  const found = bounds.find((it) => within(r, it.r) && within(f, it.f) && within(m, it.m))
  return (
    found?.segment ??
    (r >= 4 ? 'potentialLoyal' : r === 3 ? 'needAttention' : r === 2 ? 'aboutToSleep' : 'hibernating')
  )
}

/**
 * RFM scores by value quintiles, 5 = best: F and M are 1 + cuts strictly below the value, R is 5 − cuts strictly below
 * the days; equal values always share a score.
 */
export function scoreRfm(clients: readonly RfmInput[]): RfmScore[] {
  const cutsR = quintileCuts(clients.map((it) => it.daysSince))
  const cutsF = quintileCuts(clients.map((it) => it.orders))
  const cutsM = quintileCuts(clients.map((it) => it.moneyMinor))
  return clients.map((it) => {
    const r = 5 - countBelow(cutsR, it.daysSince)
    const f = 1 + countBelow(cutsF, it.orders)
    const m = 1 + countBelow(cutsM, it.moneyMinor)
    return { id: it.id, r, f, m, segment: segmentOf(r, f, m) }
  })
}
