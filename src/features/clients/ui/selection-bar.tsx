import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconArchive, IconArchiveOff, IconPencil, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import type { CallOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useProgress } from '#web/live.ts'
import { useSession } from '#web/session.ts'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Failure, ProgressLine, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type ClientFilter, MOST_AT_ONCE } from '../contract.ts'
import { type FieldChanges, SetField } from './set-field.tsx'
import { tagsOf } from './tags.ts'
import { clientTexts } from './text.ts'

type Change = CallOf<typeof contract.clients.changeMany>['body']['change']
const LEAVE = 'leave'

function ChangeForm({
  count,
  isPending,
  percent,
  error,
  onSubmit,
}: {
  count: number
  isPending: boolean
  percent: number | null
  error: Error | null
  onSubmit: (change: Change) => void
}) {
  const text = useTexts(clientTexts)
  const { user } = useSession()
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const [ownerId, setOwner] = useState(LEAVE)
  const [city, setCity] = useState('')
  const [region, setRegion] = useState('')
  const [add, setAdd] = useState('')
  const [remove, setRemove] = useState('')
  const [fields, setFields] = useState<FieldChanges>({})
  const people = (users.data?.rows ?? []).filter((it) => it.isActive)
  const change: Change = {
    ...(ownerId !== LEAVE && { ownerId: ownerId || null }),
    ...(city.trim() && { city: city.trim() }),
    ...(region.trim() && { region: region.trim() }),
    ...(add.trim() && { addTags: tagsOf(add) }),
    ...(remove.trim() && { removeTags: tagsOf(remove) }),
    ...(fields && Object.keys(fields).length > 0 && { fields }),
  }
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(change)
      }}
    >
      <p className="g-sm g-2">{text.changeNote}</p>
      {user.role !== 'rep' && (
        <SelectField
          label={text.owner}
          value={ownerId}
          options={[
            [LEAVE, text.leave] as const,
            ['', text.noOwner] as const,
            ...people.map((it) => [it.id, it.name] as const),
          ]}
          onChange={setOwner}
        />
      )}
      <TextField label={text.addTags} help={text.tagsHelp} value={add} onChange={setAdd} />
      <TextField label={text.removeTags} help={text.tagsHelp} value={remove} onChange={setRemove} />
      <div className="g-pair">
        <TextField label={text.city} value={city} onChange={setCity} />
        <TextField label={text.region} value={region} onChange={setRegion} />
      </div>
      <SetField onChange={setFields} />
      {error && <Failure error={error} />}
      {isPending && (
        <ProgressLine share={percent === null ? null : percent / 100} label={text.changing(percent)} />
      )}
      <button
        type="submit"
        className="g-button is-primary"
        disabled={isPending || fields === null || Object.keys(change).length === 0}
      >
        {text.changeMany(count)}
      </button>
    </form>
  )
}

type Props = {
  chosen: ReadonlySet<string>
  /** how many clients the conditions leave; null = not known yet */
  total: number | null
  filter: ClientFilter
  onClear: () => void
}

/** What can be done with the chosen clients, as one act that is undone as one. */
export function SelectionBar({ chosen, total, filter, onClear }: Props) {
  const text = useTexts(clientTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const [isWhole, setWhole] = useState(false)
  const [isChanging, setChanging] = useState(false)
  const [progressId] = useState(newId)
  const percent = useProgress(progressId)
  const count = isWhole && total !== null ? total : chosen.size
  const isBin = filter.archived === 'only'
  const apply = useMutation({
    mutationFn: (change: Change) =>
      api.clients.changeMany({
        body: { change, progressId, ...(isWhole ? { filter } : { ids: [...chosen] }) },
      }),
    onSuccess: async ({ unitId, changed, skipped }, change) => {
      setChanging(false)
      onClear()
      const said =
        change.isArchived === undefined
          ? text.changedMany(changed)
          : change.isArchived
            ? text.archivedMany(changed)
            : text.unarchivedMany(changed)
      const rest = skipped > 0 ? ` ${text.skippedMany(skipped)}` : ''
      // The way back is there before the list moves.
      toast(said + rest, unitId === null ? undefined : () => void undo(unitId))
      await cache.invalidateQueries()
    },
    onError: (error) => {
      if (!isChanging) toast(errorText(error))
    },
  })
  useShortcuts({ Escape: onClear })
  return (
    <div className="g-selection" role="region" aria-label={text.selection}>
      <span aria-live="polite" className="g-strong">
        {text.selected(format.number(count))}
      </span>
      {!isWhole && total !== null && total > chosen.size && total <= MOST_AT_ONCE && (
        <button type="button" className="g-link" onClick={() => setWhole(true)}>
          {text.selectAll(format.number(total))}
        </button>
      )}
      {!isWhole && total !== null && total > MOST_AT_ONCE && (
        <span className="g-sm g-3">{text.mostAtOnce(format.number(MOST_AT_ONCE))}</span>
      )}
      {apply.isPending && (
        <span className="g-sm" role="status">
          {text.changing(percent)}
        </span>
      )}
      <span className="g-grow" />
      {!isBin && (
        <button
          type="button"
          className="g-button"
          disabled={apply.isPending}
          onClick={() => setChanging(true)}
        >
          <IconPencil /> {text.change}
        </button>
      )}
      <button
        type="button"
        className="g-button"
        disabled={apply.isPending}
        onClick={() => apply.mutate({ isArchived: !isBin })}
      >
        {isBin ? <IconArchiveOff /> : <IconArchive />} {isBin ? text.unarchive : text.archive}
      </button>
      <button type="button" className="g-button" aria-label={text.clearSelection} onClick={onClear}>
        <IconX />
      </button>
      {isChanging && (
        <Drawer title={text.changeTitle(count)} onClose={() => setChanging(false)}>
          <ChangeForm
            count={count}
            isPending={apply.isPending}
            percent={percent}
            error={apply.error}
            onSubmit={(change) => apply.mutate(change)}
          />
        </Drawer>
      )}
    </div>
  )
}
