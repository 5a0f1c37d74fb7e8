import { Link } from '@tanstack/react-router'
import { useTexts } from '#web/text.ts'
import { reportTexts } from './report-text.ts'

/** The ways to look at leads, side by side. */
export function LeadViews({ current }: { current: 'report' | 'nurture' }) {
  const text = useTexts(reportTexts)
  const views = [
    ['report', '/leads/report'],
    ['nurture', '/leads/nurture'],
  ] as const
  return (
    <span className="g-segmented" role="group" aria-label={text.views}>
      {views.map(([key, to]) => (
        <Link key={key} to={to} aria-current={key === current ? 'page' : undefined}>
          {text[key]}
        </Link>
      ))}
    </span>
  )
}
