import type { ReactNode } from 'react'
import { refusalText } from '#refusals.ts'
import { ApiError } from '../api.ts'
import { useLanguage, useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

/** The sentence for whatever went wrong, in the reader's language. */
export function useErrorText(): (error: unknown) => string {
  const language = useLanguage()
  return (error) => {
    if (error instanceof ApiError) return refusalText(language, error.code, error.data)
    return refusalText(language, 'unexpected', { errorId: error instanceof Error ? error.message : '?' })
  }
}

/** What stands where loading failed: the reason and a way on. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useTexts(widgetTexts)
  const sentence = useErrorText()
  return (
    <div className="g-notice is-bad" role="alert">
      <div className="g-grow">{sentence(error)}</div>
      {onRetry && (
        <button type="button" className="g-link" onClick={onRetry}>
          {text.retry}
        </button>
      )}
    </div>
  )
}

/** Somebody else saved first: whose values stay is the reader's choice. */
export function ConflictNotice({
  onKeepMine,
  onTakeTheirs,
}: {
  onKeepMine: () => void
  onTakeTheirs: () => void
}) {
  const text = useTexts(widgetTexts)
  return (
    <div className="g-notice is-warn" role="alert">
      <div className="g-stack-tight">
        <span>{text.conflict}</span>
        <span className="g-row">
          <button type="button" className="g-button" onClick={onKeepMine}>
            {text.yours}
          </button>
          <button type="button" className="g-button" onClick={onTakeTheirs}>
            {text.theirs}
          </button>
        </span>
      </div>
    </div>
  )
}

/** Rows to come, shaped like rows; shown only when they take their time. */
export function Skeleton({ rows = 8 }: { rows?: number }) {
  const text = useTexts(widgetTexts)
  return (
    <div className="g-skeleton" role="status" aria-label={text.loading}>
      {Array.from({ length: rows }, (_none, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <i key={index} />
      ))}
    </div>
  )
}

/** An empty place that says what will be here and how to fill it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="g-empty">
      <h2>{title}</h2>
      {children && <p className="g-2">{children}</p>}
      {action}
    </div>
  )
}

/** The three ends of a question to the server in one place: waiting, failed, answered. */
export function Answer<T>({
  query,
  rows,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
  rows?: number
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton {...(rows !== undefined && { rows })} />
}

/** How far something is, with the numbers. */
export function ProgressLine({ share, label }: { share: number | null; label: string }) {
  const percent = Math.round((share ?? 0) * 100)
  return (
    <div className="g-stack-tight" role="status">
      <div className="g-sm g-2">{label}</div>
      <div
        className="g-progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share !== null && { 'aria-valuenow': percent })}
      >
        <i style={{ width: `${share === null ? 40 : percent}%` }} />
      </div>
    </div>
  )
}
