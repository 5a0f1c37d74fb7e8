import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { Conversion } from './cohort-funnel.tsx'
import { Door } from './conversion-door.tsx'
import { conversionTexts } from './conversion-text.ts'
import { nameOf } from '../domain/preset-names.ts'
import { stageTexts } from './stage-text.ts'

/** Where one point more brings most, and how that was worked out. */
export function WeakestNote({ shown }: { shown: Conversion }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useTexts(stageTexts)
  const { weakest, wonAverageMinor, months } = shown
  const stage = shown.stages.find((it) => it.stageId === weakest?.stageId)
  if (!weakest || !stage || wonAverageMinor === null) return <p className="g-sm g-2">{text.weakestNone}</p>
  const name = nameOf(stage, names.stages)
  return (
    <section className="g-stack-tight">
      <h2>{text.weakest(name)}</h2>
      <p>{text.weakestGain(format.moneyShort(weakest.gainMinor))}</p>
      <p className="g-sm g-3">
        {text.weakestHow(
          format.number(stage.entered / Math.max(0.1, months), 1),
          format.share(weakest.path),
          format.moneyShort(wonAverageMinor),
        )}
      </p>
      <p className="g-sm g-3">
        {text.average}:{' '}
        <Door behind={{ title: text.average, query: { figure: 'wonInPeriod' } }}>
          {format.money(wonAverageMinor)}, {text.deals(shown.wonDeals)}
        </Door>
      </p>
    </section>
  )
}
