import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconChevronDown, IconChevronUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useCan } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Answer, Empty, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Field } from '../domain/field.ts'
import { FieldForm } from './field-form.tsx'
import { fieldTexts } from './text.ts'

const key = ['fields', 'list']

function Kind({ field }: { field: Field }) {
  const text = useTexts(fieldTexts)
  const open = field.choices.filter((choice) => !choice.isRemoved)
  const parts = [text.kinds[field.kind], field.kind === 'choice' && open.map((it) => it.name).join(', ')]
  return (
    <>
      <div className="g-sm g-2" style={{ overflowWrap: 'anywhere' }}>
        {parts.filter(Boolean).join(': ')}
      </div>
      {field.description && <div className="g-sm g-3">{field.description}</div>}
    </>
  )
}

/** The fields that the company defined for its clients: their order, names and choices. */
export function FieldSettings() {
  const text = useTexts(fieldTexts)
  const can = useCan()
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const [edited, setEdited] = useState<Field | 'new' | null>(null)
  const [said, setSaid] = useState('')
  const query = useQuery({ queryKey: key, queryFn: () => api.fields.list() })
  const mayEdit = can(contract.fields.update)
  const onError = (error: Error): void => {
    toast(errorText(error))
    void cache.invalidateQueries({ queryKey: key })
  }
  const order = useMutation({
    mutationFn: (ids: string[]) => api.fields.order({ body: { ids } }),
    onSuccess: ({ rows }) => {
      cache.setQueryData(key, { rows })
      void cache.invalidateQueries({ queryKey: ['history'] })
    },
    onError,
  })
  const remove = useMutation({
    mutationFn: (field: Field) => api.fields.remove({ params: { id: field.id } }),
    onSuccess: async ({ unitId }, field) => {
      await cache.invalidateQueries()
      toast(text.removed(field.name), () => void undo(unitId))
    },
    onError,
  })
  const isBusy = order.isPending || remove.isPending
  const add = mayEdit && (
    <button type="button" className="g-button is-primary" onClick={() => setEdited('new')}>
      <IconPlus /> {text.add}
    </button>
  )
  const move = (fields: readonly Field[], from: number, to: number): void => {
    const ids = fields.map((field) => field.id)
    const [moved = ''] = ids.splice(from, 1)
    order.mutate(ids.toSpliced(to, 0, moved))
    setSaid(text.placed(to + 1, fields[from]?.name ?? ''))
  }
  return (
    <section className="g-stack" style={{ maxWidth: 780 }}>
      <p className="g-2">
        {text.about} {!mayEdit && text.readOnly}
      </p>
      <Answer query={query} rows={4}>
        {({ rows }) => {
          const fields = rows.filter((field) => !field.isRemoved)
          if (fields.length === 0)
            return (
              <Empty title={text.none} action={add}>
                {mayEdit && text.noneHelp}
              </Empty>
            )
          return (
            <>
              {add && <div>{add}</div>}
              <ol className="g-columns">
                {fields.map((field, place) => (
                  <li key={field.id} className="g-row" style={{ padding: '6px 0' }}>
                    <div className="g-grow">
                      <div className="g-strong" style={{ overflowWrap: 'anywhere' }}>
                        {field.name}
                      </div>
                      <Kind field={field} />
                    </div>
                    {mayEdit && (
                      <>
                        <button
                          type="button"
                          className="g-button is-quiet"
                          aria-label={text.up(field.name)}
                          aria-disabled={isBusy || place === 0}
                          onClick={() => !isBusy && place > 0 && move(fields, place, place - 1)}
                        >
                          <IconChevronUp />
                        </button>
                        <button
                          type="button"
                          className="g-button is-quiet"
                          aria-label={text.down(field.name)}
                          aria-disabled={isBusy || place === fields.length - 1}
                          onClick={() =>
                            !isBusy && place < fields.length - 1 && move(fields, place, place + 1)
                          }
                        >
                          <IconChevronDown />
                        </button>
                        <button
                          type="button"
                          className="g-button is-quiet"
                          aria-label={text.change(field.name)}
                          onClick={() => setEdited(field)}
                        >
                          <IconPencil />
                        </button>
                        <button
                          type="button"
                          className="g-button is-quiet"
                          aria-label={text.remove(field.name)}
                          disabled={isBusy}
                          onClick={() => remove.mutate(field)}
                        >
                          <IconTrash />
                        </button>
                      </>
                    )}
                  </li>
                ))}
              </ol>
            </>
          )
        }}
      </Answer>
      <span className="g-visually-hidden" role="status">
        {said}
      </span>
      {edited && <FieldForm field={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </section>
  )
}
