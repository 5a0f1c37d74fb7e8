import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { Deal, Move } from '../contract.ts'
import { answerTexts } from './answer-text.ts'
import { funnelTexts } from './text.ts'
import { useNames } from './use-pipelines.ts'

function What({ move }: { move: Move }) {
  const text = useTexts(funnelTexts)
  const words = useTexts(answerTexts)
  const names = useNames()
  const goal = names.stageName(move.toStageId)
  const said =
    move.fromStageId === null ? text.began(goal) : text.wentFrom(names.stageName(move.fromStageId), goal)
  return (
    <div className="g-grow">
      {move.isUndone ? (
        <>
          <s className="g-3">{said}</s> <span className="g-xs g-3">{text.undone}</span>
        </>
      ) : (
        said
      )}
      {move.lostReasonId && <span className="g-2"> · {names.reasonName(move.lostReasonId)}</span>}
      <span className="g-3"> · {move.actorName ?? text.machine}</span>
      {move.waiver && (
        <div style={{ overflowWrap: 'anywhere' }}>
          <State kind={move.isUndone ? 'planned' : 'warn'}>
            {words.debt(move.waiver.missing.map((it) => words.facts[it]).join(', '))}
          </State>
          <span className="g-2"> · {move.waiver.note}</span>
        </div>
      )}
      {move.note && (
        <div className="g-2" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
          {move.note}
        </div>
      )}
    </div>
  )
}

/** Every move of a deal, the newest first; one that was taken back is struck through. */
export function DealMoves({ deal }: { deal: Deal }) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  return (
    <section className="g-stack">
      <h2>{text.moves}</h2>
      <ul className="g-plain-list g-moves">
        {deal.moves.map((move) => (
          <li key={move.id} className="g-moment g-sm">
            <time className="g-3" dateTime={move.at}>
              {format.moment(move.at)}
            </time>
            <What move={move} />
          </li>
        ))}
      </ul>
    </section>
  )
}
