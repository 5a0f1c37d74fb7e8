import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Deal } from '../contract.ts'
import { useAmount } from './amount.ts'
import { type ChosenClient, ClientChoice } from './client-choice.tsx'
import { changesOfDeal, type DealDraft, dealDraftOf, mineOverDeal } from './deal-draft.ts'
import { type StepDraft, StepFields, sentStepOf, stepDraftOf } from './step-fields.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'

type Props = {
  deal: Deal | null
  /** of a new deal: where it begins, when not at the first stage of the first way */
  stageId?: string | undefined
  /** of a new deal: whose it is */
  client?: ChosenClient | undefined
  onClose: () => void
  onSaved?: (deal: Deal) => void
}

/** Adding a deal or changing what it says; a change by somebody else in between is shown, never overwritten in silence. */
export function DealForm(props: Props) {
  const text = useTexts(funnelTexts)
  return (
    <Drawer title={props.deal ? text.editTitle : text.addTitle} onClose={props.onClose}>
      <Form {...props} />
    </Drawer>
  )
}

function useSave(onSaved: (deal: Deal) => void, isNew: boolean) {
  const text = useTexts(funnelTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  return async (saved: Deal): Promise<void> => {
    const { id, rev, title } = saved
    toast(isNew ? text.created(title) : text.saved(title), () => void undo({ entity: 'deal', id, rev }))
    onSaved(saved)
    await cache.invalidateQueries({ queryKey: ['funnel'] })
  }
}

function Form({ deal, stageId, client: given, onClose, onSaved }: Props) {
  const text = useTexts(funnelTexts)
  const errorText = useErrorText()
  const { user } = useSession()
  const { toDraft, fromDraft } = useAmount()
  const { today } = useClock()
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const [base, setBase] = useState(() => ({ deal, draft: dealDraftOf(deal, toDraft) }))
  const [draft, setDraft] = useState(base.draft)
  const [client, setClient] = useState<ChosenClient | null>(given ?? null)
  const [step, setStep] = useState<StepDraft | null>(null)
  const [isTried, setTried] = useState(false)
  const set = (change: Partial<DealDraft>): void => setDraft({ ...draft, ...change })
  const amountMinor = fromDraft(draft.amount)
  const sentStep = step && sentStepOf(step)
  const finish = useSave((saved) => {
    onClose()
    onSaved?.(saved)
  }, deal === null)
  const save = useMutation({
    mutationFn: async (): Promise<Deal> => {
      if (amountMinor === 'bad') throw new Error('unreachable')
      const changes = changesOfDeal(draft, base.draft, amountMinor)
      if (base.deal)
        return api.funnel.update({
          params: { id: base.deal.id },
          body: { ...changes, rev: base.deal.rev },
        })
      let clientId = client?.id
      if (!clientId) {
        const name = client?.name ?? ''
        const added = await api.clients.create({
          body: { name, ...(draft.ownerId && { ownerId: draft.ownerId }) },
        })
        clientId = added.id
        // Should the deal be refused, the client is there already.
        setClient({ id: added.id, name: added.name })
      }
      return api.funnel.create({
        body: {
          ...changes,
          title: draft.title.trim(),
          clientId,
          ...(stageId && { stageId }),
          ...(sentStep && { step: sentStep }),
        },
      })
    },
    onSuccess: finish,
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const theirs = refusal?.code === 'conflict' ? (refusal.data['current'] as Deal) : null
  const theirDraft = theirs && dealDraftOf(theirs, toDraft)
  const wrongField = refusal?.data['field']
  const people = (users.data?.rows ?? []).filter((it) => it.isActive || it.id === draft.ownerId)
  const shownAs = (name: keyof DealDraft, value: string): string =>
    name === 'ownerId'
      ? (people.find((it) => it.id === value)?.name ?? text.nobody)
      : value || text.emptyValue
  const errorOf = (name: keyof DealDraft): string | undefined =>
    wrongField === name
      ? errorText(save.error)
      : theirDraft && theirDraft[name] !== base.draft[name]
        ? text.nowIs(shownAs(name, theirDraft[name]))
        : undefined
  const settle = (current: Deal, isMineKept: boolean): void => {
    const next = dealDraftOf(current, toDraft)
    setBase({ deal: current, draft: next })
    setDraft(isMineKept ? mineOverDeal(next, draft, base.draft) : next)
    save.reset()
  }
  const clientError = isTried && !deal && !client ? text.clientNeeded : undefined
  const amountError = amountMinor === 'bad' ? text.badAmount(draft.amount) : errorOf('amount')
  const isReady =
    draft.title.trim() !== '' &&
    amountMinor !== 'bad' &&
    (deal !== null || client !== null) &&
    (!step || sentStep)
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isReady && !save.isPending) save.mutate()
      }}
    >
      {theirs && (
        <ConflictNotice onKeepMine={() => settle(theirs, true)} onTakeTheirs={() => settle(theirs, false)} />
      )}
      <TextField
        label={text.name}
        value={draft.title}
        onChange={(title) => set({ title })}
        error={errorOf('title')}
        isRequired
        isAutofocused
      />
      {!deal && !given && <ClientChoice value={client} onChange={setClient} error={clientError} />}
      <div className="g-pair">
        <TextField
          label={text.amount}
          value={draft.amount}
          onChange={(amount) => set({ amount })}
          error={isTried || theirs ? amountError : undefined}
          isNumeric
        />
        <TextField
          label={text.source}
          value={draft.source}
          onChange={(source) => set({ source })}
          error={errorOf('source')}
        />
      </div>
      <TextField
        label={text.product}
        value={draft.product}
        onChange={(product) => set({ product })}
        error={errorOf('product')}
      />
      {user.role !== 'rep' && (
        <SelectField
          label={text.owner}
          value={draft.ownerId}
          error={errorOf('ownerId')}
          options={[
            ['', deal ? text.nobody : text.asClient] as const,
            ...people.map((it) => [it.id, it.name] as const),
          ]}
          onChange={(ownerId) => set({ ownerId })}
        />
      )}
      {!deal && (
        <>
          <label className="g-check">
            <input
              type="checkbox"
              checked={step !== null}
              onChange={(event) => setStep(event.target.checked ? stepDraftOf(null, today) : null)}
            />
            {text.withStep}
          </label>
          {step && (
            <StepFields
              draft={step}
              onChange={setStep}
              error={isTried && !sentStep ? text.stepDateNeeded : undefined}
            />
          )}
        </>
      )}
      {save.error && !wrongField && !theirs && <Failure error={save.error} />}
      <div>
        <button type="submit" className="g-button is-primary" disabled={save.isPending || theirs !== null}>
          {deal ? text.save : text.create}
        </button>
      </div>
    </form>
  )
}
