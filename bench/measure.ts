/** Times of one operation in milliseconds. */
export type Times = { p50: number; p95: number; p99: number; count: number }

export function timesOf(taken: number[]): Times {
  const sorted = taken.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), count: sorted.length }
}

/** What is thrown away of each series. */
export const WARM_UP = 2

export type Load = { concurrency: number; most: number; seconds: number }

/** Runs a piece of work again and again, so many at once, and tells how long each took. */
export async function timeMany(load: Load, work: (worker: number) => Promise<unknown>): Promise<Times> {
  const taken: number[] = []
  for (let time = 0; time < WARM_UP; time++) await work(0)
  const end = performance.now() + load.seconds * 1000
  let begun = 0
  const runOne = async (worker: number): Promise<void> => {
    // Slow work is measured a few times whatever it takes.
    while (begun < load.most && (performance.now() < end || begun < load.concurrency + 4)) {
      begun++
      const from = performance.now()
      await work(worker)
      taken.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: load.concurrency }, (_, worker) => runOne(worker)))
  return timesOf(taken)
}

/** How long a piece of work takes, in seconds: the median of three, or of as many as asked. */
export async function timeOnce(work: () => Promise<unknown>, times = 3): Promise<number> {
  const taken: number[] = []
  for (let time = 0; time < times; time++) {
    const from = performance.now()
    await work()
    taken.push((performance.now() - from) / 1000)
  }
  return medianOf(taken)
}

/** The middle one of an odd count. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
