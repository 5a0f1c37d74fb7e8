import { IconCalendar, IconCheck, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import type { Deal } from '../contract.ts'
import { DoneForm } from './done-form.tsx'
import { StepState } from './step-state.tsx'
import { funnelTexts } from './text.ts'

/** What we do next with a deal, and what came of it when it is done. */
export function DealStep({ deal, mayEdit, onPlan }: { deal: Deal; mayEdit: boolean; onPlan: () => void }) {
  const text = useTexts(funnelTexts)
  const [isDone, setDone] = useState(false)
  const { step } = deal
  const finish = (): void => setDone(true)
  useShortcuts({ ...(mayEdit && { KeyN: onPlan, ...(step && { KeyE: finish }) }) })
  return (
    <section className="g-card">
      <h2>{text.step}</h2>
      {step ? (
        <div className="g-spread">
          <div className="g-stack-tight">
            <span>
              <b>{text.kinds[step.kind]}</b>
              {step.text && <>. {step.text}</>}
            </span>
            <StepState step={step} />
          </div>
          {mayEdit && !isDone && (
            <div className="g-row">
              <button type="button" className="g-button" onClick={finish}>
                <IconCheck /> {text.done}
              </button>
              <button type="button" className="g-button" aria-label={text.changeStep} onClick={onPlan}>
                <IconCalendar />
              </button>
            </div>
          )}
        </div>
      ) : (
        <div className="g-spread">
          <p className="g-sm g-2">{text.noStepYet}</p>
          {mayEdit && (
            <button type="button" className="g-button" onClick={onPlan}>
              <IconPlus /> {text.planStep}
            </button>
          )}
        </div>
      )}
      {isDone && step && <DoneForm deal={deal} step={step} onClose={() => setDone(false)} />}
    </section>
  )
}
