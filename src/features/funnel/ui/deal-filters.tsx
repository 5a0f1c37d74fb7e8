import { useQuery } from '@tanstack/react-query'
import { IconFilter, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { leadGrades } from '#kernel/lead-grade.ts'
import { api } from '#web/api.ts'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Key } from '#web/widgets/marks.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import type { DealSearch } from './search.ts'
import { funnelTexts } from './text.ts'
import { useNames } from './use-pipelines.ts'

type Props = { search: DealSearch; set: (change: DealSearch) => void }
const conditions = ['text', 'owner', 'step', 'grade', 'stageId'] as const
const grades = [...leadGrades, 'none'] as const
const steps = ['none', 'late', 'planned'] as const

/** The conditions of the board and the list as chips, and a drawer to set them; F opens it. */
export function DealFilters({ search, set }: Props) {
  const text = useTexts(funnelTexts)
  const words = useTexts(widgetTexts)
  const names = useNames()
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const people = users.data?.rows ?? []
  const [isOpen, setOpen] = useState(false)
  useShortcuts({ KeyF: () => setOpen(true), 'KeyG KeyF': () => false })
  const nameOf = (condition: (typeof conditions)[number]): string => {
    const value = search[condition] ?? ''
    if (condition === 'step') return search.step ? text.steps[search.step] : ''
    if (condition === 'grade') return search.grade ? text.grades[search.grade] : ''
    if (condition === 'stageId') return names.stageName(value)
    if (condition === 'text') return value
    if (value === 'me') return text.me
    return value === 'none' ? text.nobody : (people.find((it) => it.id === value)?.name ?? '…')
  }
  // On the board the stage only tells which column a phone shows.
  const shown = conditions.filter((it) => search[it] && (it !== 'stageId' || search.view === 'list'))
  return (
    <>
      {shown.map((condition) => (
        <span key={condition} className="g-chip">
          <span>{text.filters[condition]}</span>
          <b className="g-clip is-short">{nameOf(condition)}</b>
          <button
            type="button"
            aria-label={`${words.remove}: ${text.filters[condition]}`}
            onClick={() => set({ [condition]: undefined })}
          >
            <IconX size={14} />
          </button>
        </span>
      ))}
      <button type="button" className="g-chip is-add" onClick={() => setOpen(true)}>
        <IconFilter size={14} /> {text.condition} <Key>F</Key>
      </button>
      {isOpen && (
        <Drawer title={text.condition} onClose={() => setOpen(false)}>
          <Conditions search={search} set={set} people={people} onDone={() => setOpen(false)} />
        </Drawer>
      )}
    </>
  )
}

function Conditions({
  search,
  set,
  people,
  onDone,
}: Props & { people: readonly { id: string; name: string }[]; onDone: () => void }) {
  const text = useTexts(funnelTexts)
  const [typed, setTyped] = useState(search.text ?? '')
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        set({ text: typed.trim() || undefined })
        onDone()
      }}
    >
      <TextField label={text.search} value={typed} onChange={setTyped} isAutofocused />
      <SelectField
        label={text.owner}
        value={search.owner ?? ''}
        options={[
          ['', text.anybody] as const,
          ['me', text.me] as const,
          ['none', text.nobody] as const,
          ...people.map((it) => [it.id, it.name] as const),
        ]}
        onChange={(owner) => set({ owner: owner || undefined })}
      />
      <fieldset className="g-tabs g-plain-set">
        <legend className="g-sm">{text.step}</legend>
        {steps.map((step) => (
          <button
            key={step}
            type="button"
            className="g-tab"
            aria-pressed={search.step === step}
            onClick={() => set({ step: search.step === step ? undefined : step })}
          >
            {text.steps[step]}
          </button>
        ))}
      </fieldset>
      <fieldset className="g-tabs g-plain-set">
        <legend className="g-sm">{text.grade}</legend>
        {grades.map((grade) => (
          <button
            key={grade}
            type="button"
            className="g-tab"
            aria-pressed={search.grade === grade}
            onClick={() => set({ grade: search.grade === grade ? undefined : grade })}
          >
            {text.grades[grade]}
          </button>
        ))}
      </fieldset>
      <button type="submit" className="g-button is-primary">
        {text.apply}
      </button>
    </form>
  )
}
