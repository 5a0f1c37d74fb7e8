import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { BackupSettings } from '../contract.ts'
import { backupTexts } from './text.ts'

const hours = Array.from({ length: 24 }, (_none, hour) => hour)

/** When backups are made and how many of them stay. */
export function ScheduleForm({ settings: opened }: { settings: BackupSettings }) {
  const text = useTexts(backupTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [settings, setSettings] = useState(opened)
  const [draft, setDraft] = useState(opened)
  const save = useMutation({
    mutationFn: () => api.backups.saveSettings({ body: { ...draft, rev: settings.rev } }),
    onSuccess: async (saved) => {
      setSettings(saved)
      setDraft(saved)
      await cache.invalidateQueries({ queryKey: ['backups'] })
      toast(text.saved, () => void undo({ entity: 'backup', id: null, rev: saved.rev }))
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = (refusal?.data['current'] ?? null) as BackupSettings | null
  const settle = (current: BackupSettings, isMineKept: boolean): void => {
    setSettings(current)
    if (!isMineKept) setDraft(current)
    save.reset()
  }
  const count = (name: 'keepDays' | 'keepWeeks' | 'keepMonths', label: string) => (
    <TextField
      label={label}
      value={String(draft[name])}
      onChange={(value) => setDraft({ ...draft, [name]: Number(value.replace(/\D/g, '')) })}
    />
  )
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{text.schedule}</h2>
      <div className="g-pair">
        <SelectField
          label={text.isScheduled}
          value={draft.isScheduled ? 'daily' : 'never'}
          options={[
            ['daily', text.daily],
            ['never', text.never],
          ]}
          onChange={(value) => setDraft({ ...draft, isScheduled: value === 'daily' })}
        />
        <SelectField
          label={text.atHour}
          value={String(draft.atHour)}
          options={hours.map((hour) => [String(hour), text.hour(hour)])}
          onChange={(value) => setDraft({ ...draft, atHour: Number(value) })}
        />
      </div>
      <h2>{text.keep}</h2>
      <div className="g-pair">
        {count('keepDays', text.keepDays)}
        {count('keepWeeks', text.keepWeeks)}
      </div>
      <div className="g-pair">
        {count('keepMonths', text.keepMonths)}
        <span />
      </div>
      {theirs ? (
        <ConflictNotice onKeepMine={() => settle(theirs, true)} onTakeTheirs={() => settle(theirs, false)} />
      ) : (
        save.error && <Failure error={save.error} />
      )}
      <button type="submit" className="g-button is-primary" disabled={save.isPending}>
        {text.save}
      </button>
    </form>
  )
}
