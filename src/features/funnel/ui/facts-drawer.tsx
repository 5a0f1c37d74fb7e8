import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import type { DealCard } from '../contract.ts'
import type { AskedAnswer } from '../domain/judge-move.ts'
import { useAmount } from './amount.ts'
import { type AnswerDraft, AnswerFields, askedOf, blankAnswer, givenOf } from './answer-fields.tsx'
import { answerTexts } from './answer-text.ts'
import { ReasonFields } from './reason-fields.tsx'
import { StepFields, sentStepOf, stepDraftOf } from './step-fields.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'
import { useNames, usePipelines } from './use-pipelines.ts'
import type { Asked, Given } from './wish.ts'

type Props = { asked: Asked; onClose: () => void; onSend: (given: Given) => Promise<void> }

/** Asks for exactly what a stage needs, and moves the deal then: one step. */
export function FactsDrawer({ asked, onClose, onSend }: Props) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const { stage, deal, needsReason } = asked
  const title = needsReason ? text.loseTitle(deal.title) : text.factsTitle(names.stage(stage))
  return (
    <Drawer title={title} onClose={onClose}>
      <Form asked={asked} deal={deal} onSend={onSend} />
    </Drawer>
  )
}

function Form({ asked, deal, onSend }: { asked: Asked; deal: DealCard; onSend: Props['onSend'] }) {
  const text = useTexts(funnelTexts)
  const words = useTexts(answerTexts)
  const names = useNames()
  const { fromDraft } = useAmount()
  const { today } = useClock()
  const reasons = usePipelines().data?.lostReasons ?? []
  const [amount, setAmount] = useState('')
  const [step, setStep] = useState(() => stepDraftOf(null, today))
  const [person, setPerson] = useState({ name: '', phone: '' })
  const [ending, setEnding] = useState({ reasonId: '', note: '' })
  const [answers, setAnswers] = useState<Partial<Record<AskedAnswer, AnswerDraft>>>({})
  // null = the facts are given; else why an A goes on without them
  const [waiver, setWaiver] = useState<string | null>(null)
  const [isTried, setTried] = useState(false)
  const missing = waiver === null ? asked.missing : []
  const needs = (what: (typeof asked.missing)[number]): boolean => missing.includes(what)
  const questions = askedOf(missing)
  const given = questions.flatMap((it) => givenOf(it, answers[it] ?? blankAnswer) ?? [])
  const faultOf = (question: AskedAnswer): string | undefined =>
    given.some((it) => it.question === question)
      ? undefined
      : question === 'timing'
        ? words.timingNeeded
        : words.valueNeeded
  const amountMinor = fromDraft(amount)
  const sentStep = sentStepOf(step)
  const reason = reasons.find((it) => it.id === ending.reasonId)
  const faults = {
    amount:
      needs('amount') && (amountMinor === null || amountMinor === 'bad')
        ? amountMinor === 'bad'
          ? text.badAmount(amount)
          : text.amountNeeded
        : undefined,
    step: needs('nextStep') && sentStep === null ? text.stepDateNeeded : undefined,
    person: needs('contact') && person.name.trim() === '' ? text.nameNeeded : undefined,
    reason: asked.needsReason && !reason ? text.reasonNeeded : undefined,
    note: asked.needsReason && reason?.needsNote && ending.note.trim() === '' ? text.noteNeeded : undefined,
    answers: questions.map(faultOf).find((it) => it !== undefined),
    waiver: waiver?.trim() === '' ? words.waiverNeeded : undefined,
  }
  const shown: Partial<typeof faults> = isTried ? faults : {}
  const send = useMutation({
    mutationFn: async () => {
      if (needs('contact'))
        await api.contacts.addPerson({
          params: { id: deal.clientId },
          body: { name: person.name.trim(), ...(person.phone.trim() && { phones: [person.phone.trim()] }) },
        })
      await onSend({
        ...(needs('amount') && typeof amountMinor === 'number' && { amountMinor }),
        ...(needs('nextStep') && sentStep && { step: sentStep }),
        ...(given.length > 0 && { answers: given }),
        ...(waiver !== null && { waiver: waiver.trim() }),
        ...(reason && { lostReasonId: reason.id }),
        ...(asked.needsReason && ending.note.trim() && { note: ending.note.trim() }),
      })
    },
  })
  return (
    <form
      className="g-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(faults).every((fault) => fault === undefined)) send.mutate()
      }}
    >
      {missing.length > 0 && <p className="g-2">{text.factsText}</p>}
      {needs('amount') && (
        <TextField
          label={text.amount}
          value={amount}
          onChange={setAmount}
          error={shown.amount}
          isNumeric
          isAutofocused
        />
      )}
      {needs('contact') && (
        <div className="g-pair">
          <TextField
            label={text.contactName}
            value={person.name}
            onChange={(name) => setPerson({ ...person, name })}
            error={shown.person}
            isAutofocused={!needs('amount')}
          />
          <TextField
            label={text.contactPhone}
            type="tel"
            value={person.phone}
            onChange={(phone) => setPerson({ ...person, phone })}
          />
        </div>
      )}
      {needs('nextStep') && (
        <StepFields
          draft={step}
          onChange={setStep}
          error={shown.step}
          isAutofocused={!needs('amount') && !needs('contact')}
        />
      )}
      {questions.map((question) => (
        <AnswerFields
          key={question}
          question={question}
          draft={answers[question] ?? blankAnswer}
          onChange={(draft) => setAnswers({ ...answers, [question]: draft })}
          error={isTried ? faultOf(question) : undefined}
        />
      ))}
      {asked.mayWaive && asked.missing.length > 0 && (
        <>
          <label className="g-check">
            <input
              type="checkbox"
              checked={waiver !== null}
              onChange={(event) => setWaiver(event.target.checked ? '' : null)}
            />
            {words.waive}
          </label>
          {waiver !== null && (
            <p className="g-sm g-2">{words.debt(asked.missing.map((it) => words.facts[it]).join(', '))}</p>
          )}
          {waiver !== null && (
            <TextField
              label={words.waiver}
              help={words.waiverHelp}
              value={waiver}
              onChange={setWaiver}
              error={shown.waiver}
              isAutofocused
            />
          )}
        </>
      )}
      {asked.needsReason && (
        <ReasonFields
          reasons={reasons}
          reasonId={ending.reasonId}
          note={ending.note}
          onChange={setEnding}
          errors={{ reason: shown.reason, note: shown.note }}
        />
      )}
      {send.error ? <Failure error={send.error} /> : asked.error ? <Failure error={asked.error} /> : null}
      <div>
        <button type="submit" className="g-button is-primary" disabled={send.isPending}>
          {waiver !== null
            ? words.waiveAct
            : asked.needsReason
              ? text.loseAct
              : text.moveTo(names.stage(asked.stage))}
        </button>
      </div>
    </form>
  )
}
