import { useId, useState } from 'react'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import type { LostReason } from '../contract.ts'
import { funnelTexts } from './text.ts'
import { useNames } from './use-pipelines.ts'

type Ending = { reasonId: string; note: string }

/** Why a deal was lost: a group, a reason of it, and what happened. */
export function ReasonFields({
  reasons,
  reasonId,
  note,
  onChange,
  errors,
}: Ending & {
  reasons: readonly LostReason[]
  onChange: (ending: Ending) => void
  errors: { reason: string | undefined; note: string | undefined }
}) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const id = useId()
  const [groupId, setGroup] = useState('')
  const groups = reasons.filter((it) => it.parentId === null)
  // A group of none is itself the reason.
  const under = (group: string): LostReason[] => {
    const children = reasons.filter((it) => it.parentId === group)
    return children.length > 0 ? children : reasons.filter((it) => it.id === group)
  }
  const chosen = reasons.find((it) => it.id === reasonId)
  return (
    <>
      <fieldset className="g-tabs g-plain-set">
        <legend className="g-sm g-strong">{text.reasonGroup}</legend>
        {groups.map((group, at) => (
          <button
            key={group.id}
            type="button"
            className="g-tab"
            data-autofocus={at === 0 ? true : undefined}
            aria-pressed={group.id === groupId}
            onClick={() => {
              setGroup(group.id)
              const [only, ...more] = under(group.id)
              onChange({ note, reasonId: only && more.length === 0 ? only.id : '' })
            }}
          >
            {names.reason(group)}
          </button>
        ))}
      </fieldset>
      {groupId !== '' && (
        <fieldset className="g-choices">
          <legend className="g-sm g-strong">{text.reason}</legend>
          {under(groupId).map((reason) => (
            <label key={reason.id} className="g-check g-touch">
              <input
                type="radio"
                name={id}
                checked={reason.id === reasonId}
                onChange={() => onChange({ note, reasonId: reason.id })}
              />
              {names.reason(reason)}
            </label>
          ))}
        </fieldset>
      )}
      {errors.reason && (
        <div className="g-sm g-bad" role="alert">
          {errors.reason}
        </div>
      )}
      <TextField
        label={text.note}
        help={chosen?.needsNote ? text.noteNeeded : text.noteHelp}
        value={note}
        onChange={(it) => onChange({ reasonId, note: it })}
        error={errors.note}
        rows={3}
      />
    </>
  )
}
