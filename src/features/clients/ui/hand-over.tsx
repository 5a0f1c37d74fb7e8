import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { contract } from '#contract.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { handOverTexts } from './hand-over-text.ts'

type Preview = OutputOf<typeof contract.clients.previewHandOver>
type Line = { key: string; name: string; clients: number; turnoverMinor: number }

function Lines({ title, head, lines }: { title: string; head: string; lines: Line[] }) {
  const text = useTexts(handOverTexts)
  const format = useFormat()
  return (
    <table className="g-table">
      <caption className="g-visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th>{head}</th>
          <th className="g-num">{text.clients}</th>
          <th className="g-num">{text.turnover}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <td>{line.name}</td>
            <td className="g-num">{format.number(line.clients)}</td>
            <td className="g-num">{format.money(line.turnoverMinor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function WhatGoes({ preview, nameOf }: { preview: Preview; nameOf: (id: string) => string }) {
  const text = useTexts(handOverTexts)
  const format = useFormat()
  const classes = preview.classes
    .filter((it) => it.clients > 0)
    .map((it) => ({ ...it, key: it.valueClass, name: text.classes[it.valueClass] }))
  if (preview.clients === 0) return <p className="g-2">{text.none}</p>
  return (
    <div className="g-stack">
      <p>{text.total(format.number(preview.clients), format.number(preview.archived))}</p>
      <Lines title={text.byClass} head={text.class} lines={classes} />
      {preview.parts.length > 0 ? (
        <Lines
          title={text.shares}
          head={text.who}
          lines={preview.parts.map((it) => ({ ...it, key: it.userId, name: nameOf(it.userId) }))}
        />
      ) : (
        <p className="g-2">{text.nobody}</p>
      )}
    </div>
  )
}

type Props = {
  person: { id: string; name: string; rev: number }
  /** their access is closed in the same act */
  isLeaving: boolean
  onClose: () => void
}

/** To whom the clients of a person go, with what that gives to each, before it is done. */
export function HandOver({ person, isLeaving, onClose }: Props) {
  const text = useTexts(handOverTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [toIds, setToIds] = useState<string[]>([])
  const params = { id: person.id }
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const preview = useQuery({
    queryKey: ['clients', 'handOver', person.id, toIds],
    queryFn: () =>
      api.clients.previewHandOver({ params, query: toIds.length > 0 ? { toIds: toIds.join() } : {} }),
    placeholderData: keepPreviousData,
  })
  const rows = users.data?.rows ?? []
  const receivers = rows.filter(
    (user) => user.isActive && user.id !== person.id && ['owner', 'head', 'rep'].includes(user.role),
  )
  const nameOf = (id: string): string => rows.find((user) => user.id === id)?.name ?? ''
  const act = useMutation({
    mutationFn: () =>
      isLeaving
        ? api.clients.deactivateOwner({ params, body: { rev: person.rev, toIds } })
        : api.clients.handOver({ params, body: { toIds } }),
    onSuccess: async ({ unitId, changed }) => {
      onClose()
      await cache.invalidateQueries()
      toast(isLeaving ? text.closed(person.name, changed) : text.given(changed), () => void undo(unitId))
    },
  })
  const hasClients = (preview.data?.clients ?? 0) > 0
  const button = isLeaving ? (hasClients ? text.closeAndGive : text.close) : text.give
  return (
    <Drawer title={isLeaving ? text.leaving(person.name) : text.title(person.name)} onClose={onClose}>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          act.mutate()
        }}
      >
        {hasClients && (
          <>
            <p className="g-2">{text.note}</p>
            <fieldset className="g-choices">
              <legend>{text.who}</legend>
              <p className="g-sm g-3">{text.whoHelp}</p>
              {receivers.map((user) => (
                <label key={user.id} className="g-check">
                  <input
                    type="checkbox"
                    checked={toIds.includes(user.id)}
                    onChange={(event) =>
                      setToIds(
                        event.target.checked ? [...toIds, user.id] : toIds.filter((id) => id !== user.id),
                      )
                    }
                  />
                  {user.name}
                </label>
              ))}
            </fieldset>
          </>
        )}
        <Answer query={preview} rows={4}>
          {(data) => <WhatGoes preview={data} nameOf={nameOf} />}
        </Answer>
        {act.error && <Failure error={act.error} />}
        <button
          type="submit"
          className={`g-button ${isLeaving ? 'is-danger' : 'is-primary'}`}
          disabled={act.isPending || preview.data === undefined || (!isLeaving && !hasClients)}
        >
          {button}
        </button>
      </form>
    </Drawer>
  )
}
