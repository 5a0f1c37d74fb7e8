import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { ImportRow, ImportRun } from '../contract.ts'
import { reasonText } from '../domain/reason-text.ts'
import { importTexts } from './text.ts'

type Props = { run: ImportRun; row: ImportRow & { rowNumber: number; cells: string[] }; onClose: () => void }

/** A row that would not come in, put right where it stands; the file itself stays as it is. */
export function FixRow({ run, row, onClose }: Props) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const toast = useToast()
  const cache = useQueryClient()
  const columns = run.profile?.columns ?? []
  // A row with too few or too many fields is given the width of the file.
  const [cells, setCells] = useState(() => columns.map((column) => row.cells[column.index] ?? ''))
  const save = useMutation({
    mutationFn: () => {
      const width = Math.max(0, ...columns.map((column) => column.index)) + 1
      const whole = Array.from({ length: width }, (_none, index) => row.cells[index] ?? '')
      columns.forEach((column, at) => {
        whole[column.index] = cells[at] ?? ''
      })
      return api.imports.fixRow({ params: { id: run.id, rowNumber: row.rowNumber }, body: { cells: whole } })
    },
    onSuccess: async (after) => {
      cache.setQueryData(['imports', 'one', run.id], after)
      await cache.invalidateQueries({ queryKey: ['imports', 'rows', run.id] })
      toast(text.fixed(format.number(row.rowNumber)))
      onClose()
    },
  })
  return (
    <Drawer title={text.row(format.number(row.rowNumber))} onClose={onClose}>
      <p className="g-sm g-bad">{reasonText(format.language, row)}</p>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {columns.map((column, at) => (
          <TextField
            key={column.index}
            label={column.header}
            value={cells[at] ?? ''}
            isAutofocused={column.header === row.column}
            onChange={(value) => setCells(cells.with(at, value))}
          />
        ))}
        {save.error && <Failure error={save.error} />}
        <button type="submit" className="g-button is-primary" disabled={save.isPending}>
          {text.fixSave}
        </button>
      </form>
    </Drawer>
  )
}
