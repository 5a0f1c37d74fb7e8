import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Failure } from '#web/widgets/states.tsx'
import { State } from '#web/widgets/marks.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Lead, Play } from '../contract.ts'
import { playOutcomes } from '../domain/plays.ts'
import { PlayForm } from './play-form.tsx'
import { leadTexts } from './text.ts'
import { useDays } from './use-days.ts'
import { useRefresh } from './use-refresh.ts'

type Outcome = Play['outcome']

function PlayRow({ play, mayEdit }: { play: Play; mayEdit: boolean }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const refresh = useRefresh()
  const { today } = useDays()
  const end = useMutation({
    mutationFn: (outcome: Outcome) =>
      api.leads.endPlay({ params: { id: play.id }, body: { rev: play.rev, outcome } }),
    onSuccess: async ({ plays }, outcome) => {
      const saved = plays.find((it) => it.id === play.id)
      if (saved && outcome)
        toast(text.ended(text.outcomes[outcome]), () => {
          void undo({ entity: 'play', id: saved.id, rev: saved.rev })
        })
      await refresh()
    },
    // Somebody was faster: what they wrote is shown.
    onError: refresh,
  })
  const day = format.day(play.validUntil)
  const isOver = play.validUntil < today
  return (
    <li className="g-fact">
      <div className="g-spread">
        <b>{text.playKinds[play.kind]}</b>
        {play.outcome ? (
          <span className="g-sm">{text.outcomes[play.outcome]}</span>
        ) : (
          <State kind={isOver ? 'bad' : play.validUntil === today ? 'warn' : 'planned'}>
            {isOver ? text.ranOut(day) : text.runs(day)}
          </State>
        )}
      </div>
      <span className="g-sm" style={{ overflowWrap: 'anywhere' }}>
        {play.terms}
      </span>
      <span className="g-xs g-3">
        {[format.instant(play.startedAt), play.authorName].filter(Boolean).join(', ')}
      </span>
      {mayEdit && (
        <span className="g-taps" role="group" aria-label={text.outcome}>
          {play.outcome ? (
            <button type="button" className="g-link g-sm" onClick={() => end.mutate(null)}>
              {text.reopen}
            </button>
          ) : (
            playOutcomes.map((it) => (
              <button
                key={it}
                type="button"
                className="g-button"
                disabled={end.isPending}
                onClick={() => end.mutate(it)}
              >
                {text.outcomes[it]}
              </button>
            ))
          )}
        </span>
      )}
      {end.error && <Failure error={end.error} />}
    </li>
  )
}

/** Reasons given to decide now; for a B without one that runs, Gorn asks for it. */
export function Plays({ lead }: { lead: Lead }) {
  const text = useTexts(leadTexts)
  const [isStarting, setStarting] = useState(false)
  const isRunning = lead.plays.some((it) => it.outcome === null)
  // What a guess keeps from being an A is urgent already: it is to be asked, not pressed.
  const isAsked = lead.grade === 'B' && lead.heldBack === null && !isRunning
  if (lead.plays.length === 0 && !isAsked) return null
  return (
    <section className="g-stack-tight">
      <h3 className="g-sm g-strong">{text.plays}</h3>
      {isAsked && <p className="g-sm g-2">{text.playNeeded}</p>}
      {lead.plays.length > 0 && (
        <ul className="g-plain-list">
          {lead.plays.map((play) => (
            <PlayRow key={play.id} play={play} mayEdit={lead.mayEdit} />
          ))}
        </ul>
      )}
      {lead.mayEdit && isAsked && !isStarting && (
        <div>
          <button type="button" className="g-button" onClick={() => setStarting(true)}>
            {text.start}
          </button>
        </div>
      )}
      {isStarting && <PlayForm dealId={lead.dealId} onClose={() => setStarting(false)} />}
    </section>
  )
}
