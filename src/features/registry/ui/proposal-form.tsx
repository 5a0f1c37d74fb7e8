import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { RegisterAnswer, RegisterProposal } from '../contract.ts'
import { registryTexts } from './text.ts'

type Field = RegisterProposal['field']
// What is there stays, and this comes beside it.
const added: readonly Field[] = ['address', 'signer']

function useValue(): (field: Field, value: string) => string {
  const format = useFormat()
  return (field, value) => {
    if (!/^\d+$/.test(value)) return value
    if (field === 'revenue') return format.money(Number(value) * 100)
    return field === 'headcount' ? format.number(Number(value)) : value
  }
}

function Tick({
  name,
  isTicked,
  isDisabled,
  onTick,
}: {
  name: string
  isTicked: boolean
  isDisabled: boolean
  onTick: (isTicked: boolean) => void
}) {
  return (
    <label className="g-check">
      <input
        type="checkbox"
        checked={isTicked}
        disabled={isDisabled}
        onChange={({ target }) => onTick(target.checked)}
      />
      <span>{name}</span>
    </label>
  )
}

function Line({
  proposal: { field, now, proposed, isSame, source },
  register,
  isTicked,
  onTick,
}: {
  proposal: RegisterProposal
  register: string
  isTicked: boolean
  onTick: (isTicked: boolean) => void
}) {
  const text = useTexts(registryTexts)
  const value = useValue()
  return (
    <tr>
      <td>
        <Tick name={text.fields[field]} isTicked={isTicked} isDisabled={isSame} onTick={onTick} />
      </td>
      <td style={{ overflowWrap: 'anywhere' }}>
        {now === null ? <span className="g-3">{text.nothing}</span> : value(field, now)}
      </td>
      <td style={{ overflowWrap: 'anywhere' }}>
        {value(field, proposed)}
        {(isSame || now !== null || source !== register) && (
          <div className="g-xs g-3">
            {[
              isSame && text.same,
              !isSame && now !== null && (added.includes(field) ? text.isAdded : text.isReplaced),
              source !== register && source,
            ]
              .filter(Boolean)
              .join(', ')}
          </div>
        )}
      </td>
    </tr>
  )
}

/** What the register proposes beside what is there: the empty is ticked, what differs is not. */
export function ProposalForm({
  clientId,
  answer,
  chosen,
  onClose,
}: {
  clientId: string
  answer: RegisterAnswer
  chosen: number
  onClose: () => void
}) {
  const text = useTexts(registryTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const proposals = answer.companies[chosen]?.proposals ?? []
  const [ticked, setTicked] = useState<ReadonlySet<Field>>(
    () => new Set(proposals.filter(({ now, isSame }) => now === null && !isSame).map(({ field }) => field)),
  )
  const tick = (field: Field, isTicked: boolean): void => {
    const next = new Set(ticked)
    if (isTicked) next.add(field)
    else next.delete(field)
    setTicked(next)
  }
  const accept = useMutation({
    mutationFn: () =>
      api.registry.accept({
        params: { id: clientId },
        body: {
          answerId: answer.answerId,
          company: chosen,
          rev: answer.rev,
          fields: proposals
            .filter(({ field }) => ticked.has(field))
            .map(({ field, seenId }) => ({ field, seenId })),
        },
      }),
    onSuccess: async ({ unitId }) => {
      onClose()
      toast(text.accepted, () => void undo(unitId))
      await cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'registry' })
    },
  })
  const isConflict = accept.error instanceof ApiError && accept.error.code === 'conflict'
  return (
    <form
      className="g-stack"
      onSubmit={(event) => {
        event.preventDefault()
        accept.mutate()
      }}
    >
      <p className="g-sm g-2">{text.policy}</p>
      <table className="g-table">
        <thead>
          <tr>
            <th>{text.field}</th>
            <th>{text.now}</th>
            <th>{text.proposed}</th>
          </tr>
        </thead>
        <tbody>
          {proposals.map((proposal) => (
            <Line
              key={proposal.field}
              proposal={proposal}
              register={answer.register}
              isTicked={ticked.has(proposal.field)}
              onTick={(isTicked) => tick(proposal.field, isTicked)}
            />
          ))}
        </tbody>
      </table>
      {isConflict ? (
        <div className="g-notice is-warn" role="alert">
          <span className="g-grow">{text.conflict}</span>
          <button
            type="button"
            className="g-link"
            onClick={() => void cache.refetchQueries({ queryKey: ['registry', 'answer', clientId] })}
          >
            {text.askAgain}
          </button>
        </div>
      ) : (
        accept.error && <Failure error={accept.error} />
      )}
      <div className="g-row">
        <button
          type="submit"
          className="g-button is-primary"
          disabled={accept.isPending || ticked.size === 0}
        >
          {text.accept(ticked.size)}
        </button>
        <button type="button" className="g-button" onClick={onClose}>
          {text.later}
        </button>
      </div>
    </form>
  )
}
