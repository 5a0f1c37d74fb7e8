import { useTexts } from '../text.ts'
import './grade-pill.css'
import { gradeTexts } from './grade-text.ts'

type Mark = 'yes' | 'no' | 'unknown'
/** What is known of a lead, in the order in which it is asked. */
export type GradeMarks = { need: Mark; money: Mark; timing: Mark }

const shapes = {
  yes: <circle cx="4" cy="4" r="4" fill="currentColor" />,
  no: <path d="M1 1 7 7M7 1 1 7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
  unknown: (
    <circle
      cx="4"
      cy="4"
      r="3.3"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeDasharray="1.7 1.1"
    />
  ),
}

/** The grade of a lead: a pill with three marks for need, money and timing, never colour alone. */
export function GradePill({ grade, marks }: { grade: 'A' | 'B' | 'C' | null; marks?: GradeMarks | null }) {
  const text = useTexts(gradeTexts)
  return (
    <span className={`g-grade is-${grade ?? 'none'}`}>
      <span aria-hidden="true">{text.pill(grade)}</span>
      {marks && (
        <svg viewBox="0 0 32 8" aria-hidden="true">
          {(['need', 'money', 'timing'] as const).map((it, index) => (
            <g key={it} transform={`translate(${index * 12} 0)`}>
              {shapes[marks[it]]}
            </g>
          ))}
        </svg>
      )}
      <span className="g-visually-hidden">{text.spoken(grade, marks ?? null)}</span>
    </span>
  )
}
