import { useQuery } from '@tanstack/react-query'
import { IconFilter, IconX } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '#web/api.ts'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Key } from '#web/widgets/marks.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import { Choices } from './choices.tsx'
import type { ListState } from './list-state.ts'
import type { ClientQuery } from './search.ts'
import { clientTexts } from './text.ts'

const FieldChips = lazy(async () => ({ default: (await import('./field-chips.tsx')).FieldChips }))
const FieldConditions = lazy(async () => ({
  default: (await import('./field-conditions.tsx')).FieldConditions,
}))

type Condition = 'classes' | 'frequencies' | 'rhythms' | 'owner' | 'text' | 'tag' | 'archived'
const conditions = [
  'archived',
  'text',
  'tag',
  'classes',
  'frequencies',
  'rhythms',
  'owner',
] as const satisfies Condition[]

function useValueNames() {
  const text = useTexts(clientTexts)
  const words = useTexts(widgetTexts)
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const people = users.data?.rows ?? []
  const names: Record<string, string> = { ...words.rhythm, ...words.frequency, none: '–', me: text.me }
  const nameOf = (condition: Condition, value: string): string => {
    if (condition === 'text' || condition === 'tag') return value
    if (condition === 'archived') return text.archived.toLowerCase()
    if (condition === 'owner') {
      return value === 'none'
        ? text.nobody
        : value === 'me'
          ? text.me
          : (people.find((it) => it.id === value)?.name ?? '…')
    }
    return value
      .split(',')
      .map((it) => (condition === 'frequencies' && it === 'none' ? words.frequency.none : (names[it] ?? it)))
      .join(', ')
  }
  return { nameOf, people }
}

const toggled = (list: string | undefined, value: string): string | undefined => {
  const all = list ? list.split(',') : []
  const next = all.includes(value) ? all.filter((it) => it !== value) : [...all, value]
  return next.length > 0 ? next.join(',') : undefined
}

function TagField({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (tag: string | undefined) => void
}) {
  const text = useTexts(clientTexts)
  const tags = useQuery({ queryKey: ['clients', 'tags'], queryFn: () => api.clients.tags() })
  const known = tags.data?.rows ?? []
  if (known.length === 0 && !value) return null
  return (
    <SelectField
      label={text.tags}
      value={value ?? ''}
      options={[
        ['', text.all] as const,
        ...known.map(({ name, count }) => [name, `${name} · ${count}`] as const),
      ]}
      onChange={(tag) => onChange(tag || undefined)}
    />
  )
}

/** The conditions of the list as chips, and a drawer to set them; F opens it. */
export function Filters({ search, set }: { search: ClientQuery; set: ListState['set'] }) {
  const text = useTexts(clientTexts)
  const words = useTexts(widgetTexts)
  const { nameOf, people } = useValueNames()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState(search.text ?? '')
  // Conditions on own fields as they are typed; undefined = nothing was, null = they cannot be read.
  const [typedFields, setTypedFields] = useState<string | null>()
  const close = (): void => {
    setOpen(false)
    setTypedFields(undefined)
  }
  useShortcuts({ KeyF: () => setOpen(true) })
  const toggle = (condition: 'classes' | 'frequencies' | 'rhythms') => (value: string) =>
    set({ [condition]: toggled(search[condition], value) })
  return (
    <>
      {conditions.map((condition) => {
        const value = search[condition]
        return value ? (
          <span key={condition} className="g-chip">
            <span>{text.filters[condition]}</span>
            <b>{nameOf(condition, value)}</b>
            <button
              type="button"
              aria-label={`${words.remove}: ${text.filters[condition]}`}
              onClick={() => set({ [condition]: undefined })}
            >
              <IconX size={14} />
            </button>
          </span>
        ) : null
      })}
      {search.fields && (
        <Suspense>
          <FieldChips asked={search.fields} set={set} />
        </Suspense>
      )}
      <button type="button" className="g-chip is-add" onClick={() => setOpen(true)}>
        <IconFilter size={14} /> {text.condition} <Key>F</Key>
      </button>
      {isOpen && (
        <Drawer title={text.condition} onClose={close}>
          <form
            className="g-form"
            onSubmit={(event) => {
              event.preventDefault()
              if (typedFields === null) return
              set({
                text: typed.trim() || undefined,
                ...(typedFields !== undefined && { fields: typedFields || undefined }),
              })
              close()
            }}
          >
            <TextField label={text.search} value={typed} onChange={setTyped} isAutofocused />
            <Choices
              legend={text.columns.class}
              values={[
                ['A', 'A'],
                ['B', 'B'],
                ['C', 'C'],
                ['none', words.valueClass('none')],
              ]}
              chosen={search.classes}
              onToggle={toggle('classes')}
            />
            <Choices
              legend={text.filters.frequencies}
              values={(['often', 'sometimes', 'rarely', 'none'] as const).map(
                (it) => [it, words.frequency[it]] as const,
              )}
              chosen={search.frequencies}
              onToggle={toggle('frequencies')}
            />
            <Choices
              legend={text.filters.rhythms}
              values={(['inRhythm', 'late', 'atRisk', 'lapsed', 'unknown'] as const).map(
                (it) => [it, words.rhythm[it]] as const,
              )}
              chosen={search.rhythms}
              onToggle={toggle('rhythms')}
            />
            <SelectField
              label={text.owner}
              value={search.owner ?? ''}
              options={[
                ['', text.all] as const,
                ['me', text.me] as const,
                ['none', text.nobody] as const,
                ...people.map((it) => [it.id, it.name] as const),
              ]}
              onChange={(owner) => set({ owner: owner || undefined })}
            />
            <TagField value={search.tag} onChange={(tag) => set({ tag })} />
            <Suspense>
              <FieldConditions
                asked={search.fields ?? ''}
                onSet={(fields) => set({ fields: fields || undefined })}
                onType={setTypedFields}
              />
            </Suspense>
            <button type="submit" className="g-button is-primary">
              {text.apply}
            </button>
          </form>
        </Drawer>
      )}
    </>
  )
}
