import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useTexts } from './text.ts'
import { Empty, Failure } from './widgets/states.tsx'
import { widgetTexts } from './widgets/text.ts'

/** An address that leads nowhere. */
export function Lost() {
  const text = useTexts(widgetTexts)
  return (
    <div className="g-page">
      <Empty
        title={text.lostTitle}
        action={
          <Link to="/clients" className="g-button">
            {text.toClients}
          </Link>
        }
      >
        {text.lostText}
      </Empty>
    </div>
  )
}

/** A screen that failed while it was drawn; the rest of the house stands. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <div className="g-page">
      <Failure error={error} onRetry={reset} />
    </div>
  )
}
