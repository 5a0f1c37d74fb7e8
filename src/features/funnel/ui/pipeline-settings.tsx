import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { contract } from '#contract.ts'
import { useCan } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import type { LostReason, Pipeline } from '../contract.ts'
import './deals.css'
import { PipelineForm } from './pipeline-form.tsx'
import { pipelineTexts } from './pipeline-text.ts'
import { ReasonsForm } from './reasons-form.tsx'
import { useNames, usePipelines } from './use-pipelines.ts'

function Way({ pipeline, onEdit }: { pipeline: Pipeline; onEdit: (() => void) | null }) {
  const text = useTexts(pipelineTexts)
  const names = useNames()
  const name = names.pipeline(pipeline)
  return (
    <section className="g-stack-tight">
      <div className="g-spread">
        <h2>{name}</h2>
        {onEdit && (
          <button type="button" className="g-button" aria-label={text.edit(name)} onClick={onEdit}>
            <IconPencil /> {text.editShort}
          </button>
        )}
      </div>
      <div className="g-scroll-x" tabIndex={0} role="group" aria-label={name}>
        <table className="g-table">
          <thead>
            <tr>
              <th>{text.stage}</th>
              <th className="g-num">{text.norm}</th>
              <th>{text.asks}</th>
            </tr>
          </thead>
          <tbody>
            {pipeline.stages.map((stage) => (
              <tr key={stage.id}>
                <td>
                  {names.stage(stage)} <span className="g-3">{text.kinds[stage.kind]}</span>
                </td>
                <td className="g-num">{stage.normDays ?? <span className="g-3">–</span>}</td>
                <td className="g-2">
                  {[
                    ...stage.requires.map((it) => text.requires[it]),
                    ...(stage.handsOver ? [text.handsOver] : []),
                  ].join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Reasons({ reasons, onEdit }: { reasons: readonly LostReason[]; onEdit: (() => void) | null }) {
  const text = useTexts(pipelineTexts)
  const names = useNames()
  return (
    <section className="g-stack-tight">
      <div className="g-spread">
        <h2>{text.reasons}</h2>
        {onEdit && (
          <button type="button" className="g-button" aria-label={text.editReasons} onClick={onEdit}>
            <IconPencil /> {text.editShort}
          </button>
        )}
      </div>
      <p className="g-sm g-3">{text.reasonsNote}</p>
      <dl className="g-reasons g-sm">
        {reasons
          .filter((it) => it.parentId === null)
          .map((group) => (
            <div key={group.id}>
              <dt className="g-3">
                {names.reason(group)}
                {group.needsNote && ` (${text.withNote})`}
              </dt>
              <dd>
                {reasons
                  .filter((it) => it.parentId === group.id)
                  .map((it) => names.reason(it) + (it.needsNote ? ` (${text.withNote})` : ''))
                  .join(', ')}
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

/** The ways on which deals go: their stages, norms and what stages ask for. */
export function PipelineSettings() {
  const text = useTexts(pipelineTexts)
  const can = useCan()
  const pipelines = usePipelines()
  const [edited, setEdited] = useState<Pipeline | 'new' | 'reasons' | null>(null)
  const mayEdit = can(contract.funnel.savePipeline)
  return (
    <section className="g-stack" style={{ maxWidth: 780, gap: 24 }}>
      <p className="g-2">
        {text.about} {!mayEdit && text.readOnly}
      </p>
      <Answer query={pipelines} rows={8}>
        {({ rows, lostReasons, lostReasonsRev }) => (
          <>
            {rows.map((pipeline) => (
              <Way
                key={pipeline.id}
                pipeline={pipeline}
                onEdit={mayEdit ? () => setEdited(pipeline) : null}
              />
            ))}
            {mayEdit && (
              <div>
                <button type="button" className="g-button" onClick={() => setEdited('new')}>
                  <IconPlus /> {text.add}
                </button>
              </div>
            )}
            <Reasons reasons={lostReasons} onEdit={mayEdit ? () => setEdited('reasons') : null} />
            {edited === 'reasons' && (
              <ReasonsForm
                list={{ rev: lostReasonsRev, reasons: lostReasons }}
                onClose={() => setEdited(null)}
              />
            )}
          </>
        )}
      </Answer>
      {edited && edited !== 'reasons' && (
        <PipelineForm pipeline={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </section>
  )
}
