import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { IconArrowsExchange, IconCheck, IconPencil, IconTrash, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import type { Client } from '#features/clients/contract.ts'
import { contract } from '#contract.ts'
import { phoneText } from '#kernel/phone-text.ts'
import { ApiError, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useCan } from '#web/session.ts'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { FootKeys } from '#web/widgets/foot-keys.tsx'
import { ClassStamp, State } from '#web/widgets/marks.tsx'
import { Answer, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Deal } from '../contract.ts'
import { DealMoves } from './deal-moves.tsx'
import { DealPath } from './deal-path.tsx'
import { DealStep } from './deal-step.tsx'
import './deals.css'
import { funnelTexts } from './text.ts'
import { type Moves, useMoves } from './use-moves.tsx'
import { useNames, usePipelines } from './use-pipelines.ts'

const DealForm = lazy(async () => ({ default: (await import('./deal-form.tsx')).DealForm }))

function useEnds(deal: Deal, moves: Moves) {
  const stages = usePipelines().data?.rows.find((it) => it.id === deal.pipelineId)?.stages ?? []
  const end = (kind: 'won' | 'lost') => {
    const stage = stages.find((it) => it.kind === kind)
    return stage && stage.id !== deal.stageId ? () => moves.move(deal, stage) : null
  }
  return { win: end('won'), lose: end('lost') }
}

function Closed({ deal }: { deal: Deal }) {
  const names = useNames()
  const format = useFormat()
  if (deal.closedAt === null) return null
  const isWon = names.stageOf(deal.stageId)?.kind === 'won'
  const said = [names.stageName(deal.stageId), deal.lostReasonId && names.reasonName(deal.lostReasonId)]
  return (
    <State kind={isWon ? 'good' : 'bad'}>
      {said.filter(Boolean).join(': ')}, {format.moment(deal.closedAt)}
    </State>
  )
}

function BinButton({ deal }: { deal: Deal }) {
  const text = useTexts(funnelTexts)
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.funnel.remove({ params: { id: deal.id } }),
    onSuccess: async ({ unitId }) => {
      toast(text.removed(deal.title), () => void undo(unitId))
      await cache.invalidateQueries({ queryKey: ['funnel'] })
    },
    onError: (error) => toast(errorText(error)),
  })
  return (
    <button type="button" className="g-button" disabled={remove.isPending} onClick={() => remove.mutate()}>
      <IconTrash /> {text.remove}
    </button>
  )
}

function Heading({ deal, moves, onEdit }: { deal: Deal; moves: Moves; onEdit: () => void }) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const { win, lose } = useEnds(deal, moves)
  const facts = [
    deal.ownerName ? text.leads(deal.ownerName) : text.noLeader,
    text.created2(format.moment(deal.createdAt)),
    deal.product,
    deal.source && text.from(deal.source),
  ].filter(Boolean)
  return (
    <header className="g-head">
      <div className="g-grow-wide">
        <h1 style={{ overflowWrap: 'anywhere' }}>{deal.title}</h1>
        <p className="g-sm g-3">
          <Link to="/clients/$clientId" params={{ clientId: deal.clientId }}>
            {deal.clientName}
          </Link>
          , {facts.join(', ')}
        </p>
      </div>
      <div className="g-actions">
        <Closed deal={deal} />
        {deal.mayEdit && deal.removedAt === null && (
          <>
            <BinButton deal={deal} />
            <button type="button" className="g-button" onClick={onEdit}>
              <IconPencil /> {text.edit}
            </button>
            <button type="button" className="g-button" onClick={() => moves.choose(deal)}>
              <IconArrowsExchange /> {text.move}
            </button>
            {lose && (
              <button type="button" className="g-button" onClick={lose}>
                <IconX /> {text.lose}
              </button>
            )}
            {win && (
              <button type="button" className="g-button is-primary" onClick={win}>
                <IconCheck /> {text.win}
              </button>
            )}
          </>
        )}
      </div>
    </header>
  )
}

function InBin({ deal, removedAt }: { deal: Deal; removedAt: string }) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const undo = useUndo()
  return (
    <div className="g-notice is-warn">
      <span className="g-grow">{text.inBin(format.instant(removedAt))}</span>
      {deal.mayEdit && (
        <button
          type="button"
          className="g-button"
          onClick={() => void undo({ entity: 'deal', id: deal.id, rev: deal.rev })}
        >
          {text.restore}
        </button>
      )}
    </div>
  )
}

type Parts = {
  dealId: string
  /** what other slices know of the client */
  AboutClient: ComponentType<{ client: Client }>
  /** how ready the lead is, and why */
  lead: ReactNode
}

/** One deal: where it stands and how it came there, what comes next, whose it is. */
export function DealPage({ dealId, AboutClient, lead }: Parts) {
  const text = useTexts(funnelTexts)
  const deal = useQuery({
    queryKey: ['funnel', 'deal', dealId],
    queryFn: () => api.funnel.get({ params: { id: dealId } }),
  })
  return (
    <div className="g-page">
      <nav className="g-row g-sm">
        <Link to="/deals" search={deal.data ? { pipelineId: deal.data.pipelineId } : {}}>
          ← {text.back}
        </Link>
      </nav>
      <Answer query={deal}>{(row) => <Loaded deal={row} AboutClient={AboutClient} lead={lead} />}</Answer>
    </div>
  )
}

function Loaded({ deal, AboutClient, lead }: Omit<Parts, 'dealId'> & { deal: Deal }) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const can = useCan()
  const moves = useMoves()
  const [isEditing, setEditing] = useState(false)
  const client = useQuery({
    queryKey: ['clients', 'one', deal.clientId],
    queryFn: () => api.clients.get({ params: { id: deal.clientId } }),
  })
  // Whoever sees a deal need not see its client.
  const isHidden = client.error instanceof ApiError && client.error.status === 404
  const mayEdit = deal.mayEdit && deal.removedAt === null
  const { win, lose } = useEnds(deal, moves)
  useShortcuts({
    ...(mayEdit && {
      KeyM: () => moves.choose(deal),
      KeyW: () => (win ? win() : false),
      'Shift+KeyW': () => (lose ? lose() : false),
      'KeyG KeyM': () => false,
    }),
  })
  return (
    <>
      <Heading deal={deal} moves={moves} onEdit={() => setEditing(true)} />
      {deal.removedAt !== null && <InBin deal={deal} removedAt={deal.removedAt} />}
      <div className="g-split">
        <div className="g-stack" style={{ gap: 20, minWidth: 0 }}>
          <div className="g-row-wide" style={{ alignItems: 'baseline' }}>
            <span style={{ fontSize: 28, lineHeight: '34px', fontWeight: 600 }} className="g-num">
              {deal.amountMinor === null ? '–' : format.money(deal.amountMinor)}
            </span>
            <span className="g-sm g-2">{deal.amountMinor === null ? text.noAmount : text.amount}</span>
          </div>
          <DealPath deal={deal} />
          {deal.closedAt === null && deal.removedAt === null && (
            <DealStep deal={deal} mayEdit={mayEdit} onPlan={() => moves.plan(deal)} />
          )}
          {lead}
          <DealMoves deal={deal} />
        </div>
        <aside className="g-side" aria-label={text.aboutClient}>
          {isHidden ? (
            <div className="g-stack-tight">
              <span className="g-strong">{deal.clientName}</span>
              {deal.phone && <a href={`tel:${deal.phone}`}>{phoneText(deal.phone)}</a>}
              <p className="g-sm g-3">{text.clientHidden}</p>
            </div>
          ) : (
            <Answer query={client} rows={4}>
              {(row) => (
                <>
                  <div className="g-row">
                    <ClassStamp value={row.valueClass} />
                    <Link to="/clients/$clientId" params={{ clientId: row.id }} className="g-strong">
                      {row.name}
                    </Link>
                  </div>
                  <AboutClient client={row} />
                </>
              )}
            </Answer>
          )}
        </aside>
      </div>
      {moves.drawers}
      {isEditing && (
        <Suspense>
          <DealForm deal={deal} onClose={() => setEditing(false)} />
        </Suspense>
      )}
      {mayEdit && can(contract.funnel.move) && (
        <FootKeys
          hints={[
            ...(deal.closedAt === null
              ? ([
                  [['E'], text.keys.done],
                  [['N'], text.keys.plan],
                ] as const)
              : []),
            [['M'], text.keys.menu],
            [['W'], text.keys.won],
            [['Shift W'], text.keys.lost],
          ]}
        />
      )}
    </>
  )
}
