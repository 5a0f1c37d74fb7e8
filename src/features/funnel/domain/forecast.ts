import { rateOf } from './wilson.ts'

/** The open deals of a stage, and how many of those that entered it came to be won. */
export type Waiting = {
  stageId: string
  sumMinor: number
  won: number
  entered: number
}
export type Expected = { stageId: string; expectedMinor: number; lowMinor: number; highMinor: number }
export type Forecast = {
  expectedMinor: number
  lowMinor: number
  highMinor: number
  stages: Expected[]
  /** stages with too few entries to expect anything of their deals */
  tooFew: string[]
}

/**
 * What the open deals will bring by our own history: the amount of each stage × the share that was won of those who entered it;
 * the range takes the ends of each share's interval.
 */
export function forecastOf(waiting: readonly Waiting[]): Forecast {
  const stages: Expected[] = []
  const tooFew: string[] = []
  for (const { stageId, sumMinor, won, entered } of waiting) {
    const { share, low, high } = rateOf(won, entered)
    if (share === null || low === null || high === null) {
      tooFew.push(stageId)
      continue
    }
    const [expectedMinor, lowMinor, highMinor] = [share, low, high].map((it) =>
      Math.round(sumMinor * it),
    ) as [number, number, number]
    stages.push({ stageId, expectedMinor, lowMinor, highMinor })
  }
  const total = (pick: (it: Expected) => number): number => stages.reduce((sum, it) => sum + pick(it), 0)
  return {
    expectedMinor: total((it) => it.expectedMinor),
    lowMinor: total((it) => it.lowMinor),
    highMinor: total((it) => it.highMinor),
    stages,
    tooFew,
  }
}
