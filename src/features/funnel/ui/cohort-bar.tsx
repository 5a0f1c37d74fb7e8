import type { Rate } from '../domain/wilson.ts'

const HEIGHT = 18
const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`

/** Those who entered, to the scale of the fullest stage; of them those who went on, and between which ends their share may lie. */
export function CohortBar({ rate, most, label }: { rate: Rate; most: number; label: string }) {
  const { count, of, low, high } = rate
  const scale = of / Math.max(1, most)
  const middle = HEIGHT / 2
  return (
    <svg className="g-cohort-bar" width="100%" height={HEIGHT} role="img" aria-label={label}>
      <rect width={percent(scale)} height={HEIGHT} rx="2" fill="var(--g-c-3)" />
      <rect width={percent(of === 0 ? 0 : (scale * count) / of)} height={HEIGHT} rx="2" fill="var(--g-c-1)" />
      {low !== null && high !== null && (
        <g stroke="var(--g-ink)" strokeWidth="1.5">
          <line x1={percent(scale * low)} x2={percent(scale * high)} y1={middle} y2={middle} />
          <line x1={percent(scale * low)} x2={percent(scale * low)} y1={middle - 4} y2={middle + 4} />
          <line x1={percent(scale * high)} x2={percent(scale * high)} y1={middle - 4} y2={middle + 4} />
        </g>
      )}
    </svg>
  )
}
