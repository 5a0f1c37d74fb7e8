import { IconChevronDown, IconChevronUp, IconTrash } from '@tabler/icons-react'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { requirements } from '../contract.ts'
import { isNorm, type StageDraft } from './pipeline-draft.ts'
import { pipelineTexts } from './pipeline-text.ts'

type RowProps = {
  stage: StageDraft
  label: string
  isTried: boolean
  onChange: (stage: StageDraft) => void
  /** of a stage that is open: where it stands among them */
  order?: { isFirst: boolean; isLast: boolean; onMove: (by: number) => void; onRemove: (() => void) | null }
}

function Row({ stage, label, isTried, onChange, order }: RowProps) {
  const text = useTexts(pipelineTexts)
  const name = stage.name.trim() || label
  const isNameless = stage.name.trim() === '' && stage.presetName === null
  return (
    <li className="g-stage-row">
      <TextField
        label={label}
        isLabelHidden
        value={stage.name}
        onChange={(it) => onChange({ ...stage, name: it })}
        error={isTried && isNameless ? text.nameNeeded : undefined}
      />
      {order ? (
        <TextField
          label={text.normOf(name)}
          isLabelHidden
          isNumeric
          value={stage.norm}
          onChange={(norm) => onChange({ ...stage, norm })}
          error={isNorm(stage.norm) ? undefined : text.badNorm}
        />
      ) : (
        <span className="g-sm g-2">{text.kinds[stage.kind]}</span>
      )}
      <span className="g-row" style={{ gap: 0 }}>
        {order && (
          <>
            <button
              type="button"
              className="g-button is-quiet"
              aria-label={text.up(name)}
              aria-disabled={order.isFirst}
              onClick={() => !order.isFirst && order.onMove(-1)}
            >
              <IconChevronUp />
            </button>
            <button
              type="button"
              className="g-button is-quiet"
              aria-label={text.down(name)}
              aria-disabled={order.isLast}
              onClick={() => !order.isLast && order.onMove(1)}
            >
              <IconChevronDown />
            </button>
            <button
              type="button"
              className="g-button is-quiet"
              aria-label={text.remove(name)}
              disabled={order.onRemove === null}
              onClick={() => order.onRemove?.()}
            >
              <IconTrash />
            </button>
          </>
        )}
      </span>
      {stage.kind !== 'lost' && (
        <fieldset className="g-plain-set">
          <legend className="g-visually-hidden">{text.asksOf(name)}</legend>
          {requirements.map((it) => (
            <label key={it} className="g-check g-touch">
              <input
                type="checkbox"
                checked={stage.requires.includes(it)}
                onChange={(event) =>
                  onChange({
                    ...stage,
                    requires: event.target.checked
                      ? [...stage.requires, it]
                      : stage.requires.filter((other) => other !== it),
                  })
                }
              />
              {text.requires[it]}
            </label>
          ))}
          {stage.kind === 'open' && (
            <label className="g-check g-touch">
              <input
                type="checkbox"
                checked={stage.handsOver}
                onChange={(event) => onChange({ ...stage, handsOver: event.target.checked })}
              />
              {text.handsOver}
            </label>
          )}
        </fieldset>
      )}
    </li>
  )
}

type Props = {
  stages: readonly StageDraft[]
  isTried: boolean
  onChange: (stages: StageDraft[]) => void
  /** tells what was moved where */
  onSay: (said: string) => void
}

/** The stages of a way as they are set: names, norms, what they ask for, their order; the ends apart. */
export function StageRows({ stages, isTried, onChange, onSay }: Props) {
  const text = useTexts(pipelineTexts)
  const open = stages.filter((it) => it.kind === 'open')
  const ends = stages.filter((it) => it.kind !== 'open')
  const replace = (stage: StageDraft): void =>
    onChange(stages.map((it) => (it.key === stage.key ? stage : it)))
  const move = (from: number, by: number): void => {
    const moved = open[from]
    if (!moved) return
    onChange([...open.toSpliced(from, 1).toSpliced(from + by, 0, moved), ...ends])
    onSay(text.placed(from + by + 1, moved.name))
  }
  return (
    <>
      <section className="g-stack-tight">
        <div className="g-stage-row g-sm g-3" aria-hidden="true" style={{ border: 0, padding: 0 }}>
          <span>{text.stages}</span>
          <span>{text.norm}</span>
        </div>
        <ol className="g-plain-list" aria-label={text.stages}>
          {open.map((stage, at) => (
            <Row
              key={stage.key}
              stage={stage}
              label={text.stageName(at + 1)}
              isTried={isTried}
              onChange={replace}
              order={{
                isFirst: at === 0,
                isLast: at === open.length - 1,
                onMove: (by) => move(at, by),
                onRemove:
                  open.length > 1 ? () => onChange(stages.filter((it) => it.key !== stage.key)) : null,
              }}
            />
          ))}
        </ol>
      </section>
      <div>
        <button
          type="button"
          className="g-link g-sm"
          onClick={() =>
            onChange([
              ...open,
              {
                key: `new ${stages.length} ${Date.now()}`,
                id: null,
                kind: 'open',
                name: '',
                presetName: null,
                norm: '',
                requires: [],
                handsOver: false,
              },
              ...ends,
            ])
          }
        >
          {text.addStage}
        </button>
      </div>
      <section className="g-stack-tight">
        <span className="g-sm g-3" aria-hidden="true">
          {text.ends}
        </span>
        <ul className="g-plain-list" aria-label={text.ends}>
          {ends.map((stage) => (
            <Row
              key={stage.key}
              stage={stage}
              label={stage.kind === 'lost' ? text.endName.lost : text.endName.won}
              isTried={isTried}
              onChange={replace}
            />
          ))}
        </ul>
      </section>
    </>
  )
}
