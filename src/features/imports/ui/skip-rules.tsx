import { IconPlus, IconX } from '@tabler/icons-react'
import { useTexts } from '#web/text.ts'
import type { SkipRule } from '../domain/plan.ts'
import { importTexts } from './text.ts'

const ops = ['<=', '=', 'startsWith', 'empty'] as const

/** Which rows are left out, by simple conditions. */
export function SkipRules({
  rules,
  headers,
  onChange,
}: {
  rules: readonly SkipRule[]
  headers: readonly string[]
  onChange: (rules: SkipRule[]) => void
}) {
  const text = useTexts(importTexts)
  const set = (at: number, change: Partial<SkipRule>): void =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...change } : rule)))
  return (
    <section className="g-stack">
      <h2>{text.skip}</h2>
      {rules.map((rule, at) => (
        // A rule has no name of its own; its place is what it is.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="g-row-wide">
          <select
            className="g-input is-small"
            aria-label={text.skipColumn}
            value={rule.column}
            onChange={(event) => set(at, { column: event.target.value })}
          >
            {headers.map((header) => (
              <option key={header}>{header}</option>
            ))}
          </select>
          <select
            className="g-input is-small"
            aria-label={text.skipOp}
            value={rule.op}
            onChange={(event) => set(at, { op: event.target.value as SkipRule['op'] })}
          >
            {ops.map((op) => (
              <option key={op} value={op}>
                {text.skipOps[op]}
              </option>
            ))}
          </select>
          {rule.op !== 'empty' && (
            <input
              className="g-input is-small"
              aria-label={text.returnValue}
              value={String(rule.value ?? '')}
              onChange={(event) => set(at, { value: event.target.value })}
            />
          )}
          <button
            type="button"
            className="g-button is-quiet"
            aria-label={text.removeSkip}
            onClick={() => onChange(rules.filter((_rule, index) => index !== at))}
          >
            <IconX />
          </button>
        </div>
      ))}
      <div>
        <button
          type="button"
          className="g-chip is-add"
          onClick={() => onChange([...rules, { column: headers[0] ?? '', op: '<=', value: '0' }])}
        >
          <IconPlus size={14} /> {text.addSkip}
        </button>
      </div>
    </section>
  )
}
