import { useTexts } from '#web/text.ts'
import { widgetTexts } from '#web/widgets/text.ts'

/** Columns and cards to come, shown only when they take their time. */
export function BoardSkeleton() {
  const text = useTexts(widgetTexts)
  return (
    <div className="g-board g-skeleton" role="status" aria-label={text.loading}>
      {[5, 4, 3, 3, 2].map((cards, column) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={column} className="g-col">
          {Array.from({ length: cards }, (_none, card) => (
            // oxlint-disable-next-line react/no-array-index-key
            <div key={card} className="g-deal is-ghost" />
          ))}
        </div>
      ))}
    </div>
  )
}
