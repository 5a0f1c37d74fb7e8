import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import type { ImportRun } from '../contract.ts'
import { importTexts } from './text.ts'

type Props = { run: ImportRun; label: string; choiceKey: string; onClose: () => void }

/** Which client of the base a row means, or that it is a new one; said once for all rows with the same name. */
export function ChooseClient({ run, label, choiceKey, onClose }: Props) {
  const text = useTexts(importTexts)
  const cache = useQueryClient()
  const found = useQuery({
    queryKey: ['imports', 'candidates', run.id, choiceKey],
    queryFn: () => api.imports.candidates({ params: { id: run.id }, query: { key: choiceKey } }),
  })
  const choose = useMutation({
    mutationFn: (clientId: string | null) =>
      api.imports.choose({ params: { id: run.id }, body: { key: choiceKey, clientId } }),
    onSuccess: async (after) => {
      cache.setQueryData(['imports', 'one', run.id], after)
      await cache.invalidateQueries({ queryKey: ['imports', 'rows', run.id] })
      onClose()
    },
  })
  return (
    <Drawer title={text.whoIs(label)} onClose={onClose}>
      <Answer query={found} rows={3}>
        {({ rows }) => (
          <table className="g-table">
            <tbody>
              {rows.map((client) => (
                <tr key={client.id}>
                  <td>
                    <span className="g-strong">{client.name}</span>
                    <br />
                    <span className="g-xs g-3">{client.detail}</span>
                  </td>
                  <td className="g-num">
                    <button
                      type="button"
                      className="g-button"
                      disabled={choose.isPending}
                      aria-label={`${text.itIsThis}: ${client.name}, ${client.detail}`}
                      onClick={() => choose.mutate(client.id)}
                    >
                      {text.itIsThis}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
      {choose.error && <Failure error={choose.error} />}
      <div>
        <button
          type="button"
          className="g-button"
          disabled={choose.isPending}
          onClick={() => choose.mutate(null)}
        >
          {text.itIsNew}
        </button>
      </div>
    </Drawer>
  )
}
