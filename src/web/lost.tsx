import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useTexts } from './text.ts'
import { Failure } from './widgets/states.tsx'
import { widgetTexts } from './widgets/text.ts'

/** An address that leads nowhere. */
export function Lost() {
  const text = useTexts(widgetTexts)
  return (
    <main className="g-door">
      <div className="g-door-sheet">
        <h1>{text.lostTitle}</h1>
        <p className="g-2">{text.lostText}</p>
        <Link to="/clients" className="g-button">
          {text.toClients}
        </Link>
      </div>
    </main>
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
