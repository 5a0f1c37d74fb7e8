import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTexts } from '../text.ts'
import { Tabs } from '../widgets/tabs.tsx'
import { shellTexts } from './text.ts'

/** A screen: heading, what can be done, the content. */
export function Page({
  title,
  note,
  actions,
  isFixed = false,
  children,
}: {
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
  isFixed?: boolean
  children: ReactNode
}) {
  return (
    <div className={`g-page${isFixed ? ' is-fixed' : ''}`}>
      <header className="g-head">
        <h1>{title}</h1>
        {note && <span className="g-sm g-3">{note}</span>}
        {actions && <div className="g-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** The ways to look at the base, side by side. */
export function BaseViews({
  current,
}: {
  current: 'list' | 'matrix' | 'rfm' | 'moves' | 'late' | 'duplicates'
}) {
  const text = useTexts(shellTexts)
  const views = [
    ['list', '/clients', text.list],
    ['matrix', '/clients/matrix', text.matrix],
    ['late', '/clients/late', text.late],
    ['moves', '/clients/moves', text.moves],
    ['rfm', '/clients/rfm', text.rfm],
    ['duplicates', '/clients/duplicates', text.duplicates],
  ] as const
  return (
    <Tabs label={text.clients} current={current} isForPhones>
      {views.map(([key, to, label]) => (
        <Link
          key={key}
          to={to}
          className="g-tab"
          activeOptions={{ exact: true }}
          aria-current={key === current ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </Tabs>
  )
}
