import { IconChevronDown, IconChevronUp, IconTrash } from '@tabler/icons-react'
import { newId } from '#kernel/id.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { pipelineTexts } from './pipeline-text.ts'
import { type GroupDraft, isNameless, type ReasonDraft } from './reason-draft.ts'

type RowProps = {
  reason: ReasonDraft
  label: string
  isTried: boolean
  /** a group over others is itself given to no deal */
  hasNote: boolean
  isFirst: boolean
  isLast: boolean
  onChange: (change: Partial<ReasonDraft>) => void
  onMove: (by: number) => void
  /** null = it must stay */
  onRemove: (() => void) | null
}

function Row({ reason, label, isTried, hasNote, isFirst, isLast, onChange, onMove, onRemove }: RowProps) {
  const text = useTexts(pipelineTexts)
  const name = reason.name.trim() || label
  return (
    <div className="g-reason-row">
      <TextField
        label={label}
        isLabelHidden
        value={reason.name}
        onChange={(it) => onChange({ name: it })}
        error={isTried && isNameless(reason) ? text.nameNeeded : undefined}
      />
      {hasNote && (
        <label className="g-check g-touch">
          <input
            type="checkbox"
            aria-label={text.noteOf(name)}
            checked={reason.needsNote}
            onChange={(event) => onChange({ needsNote: event.target.checked })}
          />
          {text.withNote}
        </label>
      )}
      <span className="g-row g-reason-acts" style={{ gap: 0 }}>
        <button
          type="button"
          className="g-button is-quiet"
          aria-label={text.up(name)}
          aria-disabled={isFirst}
          onClick={() => !isFirst && onMove(-1)}
        >
          <IconChevronUp />
        </button>
        <button
          type="button"
          className="g-button is-quiet"
          aria-label={text.down(name)}
          aria-disabled={isLast}
          onClick={() => !isLast && onMove(1)}
        >
          <IconChevronDown />
        </button>
        <button
          type="button"
          className="g-button is-quiet"
          aria-label={text.removeReason(name)}
          disabled={onRemove === null}
          onClick={() => onRemove?.()}
        >
          <IconTrash />
        </button>
      </span>
    </div>
  )
}

const moved = <T,>(rows: readonly T[], from: number, by: number): T[] => {
  const row = rows[from]
  return row === undefined ? [...rows] : rows.toSpliced(from, 1).toSpliced(from + by, 0, row)
}

const blank = (): ReasonDraft => ({
  key: newId(),
  id: null,
  name: '',
  presetName: null,
  needsNote: false,
})

type Props = {
  groups: readonly GroupDraft[]
  isTried: boolean
  onChange: (groups: GroupDraft[]) => void
  /** tells what was moved where */
  onSay: (said: string) => void
}

/** The reasons of losses as they are set: groups and what stands under them, their names, order, and which ask for a note. */
export function ReasonRows({ groups, isTried, onChange, onSay }: Props) {
  const text = useTexts(pipelineTexts)
  const say = (it: ReasonDraft, at: number): void => onSay(text.placed(at + 1, it.name))
  return (
    <>
      <ol className="g-plain-list" aria-label={text.reasons}>
        {groups.map((group, at) => {
          const put = (change: Partial<GroupDraft>): void =>
            onChange(groups.map((it) => (it === group ? { ...it, ...change } : it)))
          const { reasons } = group
          return (
            <li key={group.key} className="g-reason-group">
              <Row
                reason={group}
                label={text.groupName(at + 1)}
                isTried={isTried}
                hasNote={reasons.length === 0}
                isFirst={at === 0}
                isLast={at === groups.length - 1}
                onChange={put}
                onMove={(by) => {
                  onChange(moved(groups, at, by))
                  say(group, at + by)
                }}
                onRemove={groups.length > 1 ? () => onChange(groups.toSpliced(at, 1)) : null}
              />
              <ol className="g-plain-list" aria-label={group.name.trim() || text.groupName(at + 1)}>
                {reasons.map((reason, index) => (
                  <li key={reason.key}>
                    <Row
                      reason={reason}
                      label={text.reasonName(index + 1)}
                      isTried={isTried}
                      hasNote
                      isFirst={index === 0}
                      isLast={index === reasons.length - 1}
                      onChange={(change) =>
                        put({ reasons: reasons.map((it) => (it === reason ? { ...it, ...change } : it)) })
                      }
                      onMove={(by) => {
                        put({ reasons: moved(reasons, index, by) })
                        say(reason, index + by)
                      }}
                      onRemove={() => put({ reasons: reasons.toSpliced(index, 1) })}
                    />
                  </li>
                ))}
              </ol>
              <button
                type="button"
                className="g-link g-sm"
                aria-label={text.addReasonTo(group.name.trim() || text.groupName(at + 1))}
                onClick={() => put({ reasons: [...reasons, blank()] })}
              >
                {text.addReason}
              </button>
            </li>
          )
        })}
      </ol>
      <div>
        <button
          type="button"
          className="g-link g-sm"
          onClick={() => onChange([...groups, { ...blank(), reasons: [] }])}
        >
          {text.addGroup}
        </button>
      </div>
    </>
  )
}
