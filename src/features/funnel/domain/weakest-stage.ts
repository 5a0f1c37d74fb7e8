import { LEAST_FOR_PERCENT } from './wilson.ts'

/** The deals that entered a stage, and those that went on from it. */
export type Passage = { stageId: string; entered: number; advanced: number }
export type Weakest = {
  stageId: string
  gainMinor: number /** share of those beyond the stage that is won */
  path: number
}

const POINT = 0.01

/**
 * The stage where one percentage point more of those who go on brings the most money a month:
 *
 *   gain of stage i = entries into i a month × 0.01 × Π over later stages k of (advanced of k ÷ entered k) × average won amount
 *
 * All of it is measured: the entries and shares on the cohorts of the period, the amount on the deals won in it. A stage
 * where nobody passes yet ends every path through it. Only stages with 20 entries or more are looked at; of equal ones the first stands.
 */
export function findWeakest(
  passages: readonly Passage[],
  { months, wonAverageMinor }: { months: number; wonAverageMinor: number | null },
): Weakest | null {
  if (wonAverageMinor === null || months <= 0) return null
  let best: Weakest | null = null
  for (const [index, { stageId, entered }] of passages.entries()) {
    if (entered < LEAST_FOR_PERCENT) continue
    const path = passages
      .slice(index + 1)
      .reduce((share, it) => share * (it.entered === 0 ? 0 : it.advanced / it.entered), 1)
    const gainMinor = (entered / months) * POINT * path * wonAverageMinor
    if (gainMinor > 0 && gainMinor > (best?.gainMinor ?? 0)) best = { stageId, gainMinor, path }
  }
  return best && { ...best, gainMinor: Math.round(best.gainMinor) }
}
