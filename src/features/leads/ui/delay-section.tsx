import { Link } from '@tanstack/react-router'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { LeadReport } from '../report-contract.ts'
import { type Behind, Door, type StageName } from './report-door.tsx'
import { reportTexts } from './report-text.ts'
import { turnTexts } from './turn-text.ts'

type Waited = Pick<LeadReport['delays'], 'deals' | 'usMinutes' | 'clientMinutes'>
type Line = Waited & { key: string; name: string; query: Omit<Behind['query'], 'figure'> }

function Waits({ line, title }: { line: Waited & { query: Line['query'] }; title: string }) {
  const text = useTexts(reportTexts)
  const name = (what: string): string => (title === '' ? what : `${title}: ${what}`)
  return (
    <>
      <td className="g-num">
        <Door
          behind={{ title: name(text.waitedOnUs), query: { figure: 'waitedOnUs', ...line.query } }}
          isNone={line.usMinutes === 0}
        >
          {text.span(line.usMinutes)}
        </Door>
      </td>
      <td className="g-num">
        <Door
          behind={{ title: name(text.waitedOnClient), query: { figure: 'waitedOnClient', ...line.query } }}
          isNone={line.clientMinutes === 0}
        >
          {text.span(line.clientMinutes)}
        </Door>
      </td>
    </>
  )
}

function Table({ label, lines, all }: { label: string; lines: readonly Line[]; all?: Waited }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  return (
    <div className="g-scroll-x" tabIndex={0} role="group" aria-label={label}>
      <table className="g-table">
        <thead>
          <tr>
            <th>{label}</th>
            <th className="g-num">{text.deals}</th>
            <th className="g-num">{text.waitedOnUs}</th>
            <th className="g-num">{text.waitedOnClient}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>{line.name}</td>
              <td className="g-num">
                <Door behind={{ title: line.name, query: { figure: 'burned', ...line.query } }}>
                  {format.number(line.deals)}
                </Door>
              </td>
              <Waits line={line} title={line.name} />
            </tr>
          ))}
          {all && (
            <tr className="g-strong">
              <td>{text.total}</td>
              <td className="g-num">
                <Door behind={{ title: text.delays, query: { figure: 'burned' } }}>
                  {format.number(all.deals)}
                </Door>
              </td>
              <Waits line={{ ...all, query: {} }} title="" />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}

/** Where clients who were A waited for us, by stage and by who leads them. */
export function DelaySection({ delays, stageName }: { delays: LeadReport['delays']; stageName: StageName }) {
  const text = useTexts(reportTexts)
  const byStage = delays.byStage.map(({ stageId, ...it }) => ({
    ...it,
    key: stageId,
    name: stageName(stageId) || text.stageGone,
    query: { stageId },
  }))
  const byRep = delays.byRep.map(({ ownerId, ownerName, ...it }) => ({
    ...it,
    key: ownerId ?? 'none',
    name: ownerName ?? text.nobody,
    query: { owner: ownerId ?? 'none' },
  }))
  return (
    <section className="g-stack">
      <h2>{text.delays}</h2>
      {delays.deals === 0 ? (
        <p className="g-2">{text.delaysNone}</p>
      ) : (
        <>
          <p className="g-sm g-2">{text.delaysNote(delays.deals)}</p>
          <Table label={text.stage} lines={byStage} all={delays} />
          <Table label={text.person} lines={byRep} />
        </>
      )}
    </section>
  )
}

/** The waits for us that were the longest, each opened by a tap. */
export function LongestWaits({ delays, stageName }: { delays: LeadReport['delays']; stageName: StageName }) {
  const text = useTexts(reportTexts)
  const words = useTexts(turnTexts)
  const format = useFormat()
  if (delays.longest.length === 0) return null
  return (
    <section className="g-stack-tight">
      <h2>{text.longest}</h2>
      <p className="g-xs g-3">{text.longestNote}</p>
      <ul className="g-plain-list">
        {delays.longest.slice(0, 10).map((it) => (
          <li key={`${it.dealId} ${it.since}`} className="g-fact">
            <div className="g-spread">
              <Link to="/deals/$dealId" params={{ dealId: it.dealId }} className="g-strong">
                {it.title}
              </Link>
              <span className="g-num">{text.span(it.minutes)}</span>
            </div>
            <span className="g-xs g-2">
              {[it.clientName, it.ownerName, stageName(it.stageId)].filter(Boolean).join(' · ')}
            </span>
            <span className="g-xs g-3">
              {[
                words.causes[it.cause],
                it.note,
                text.since(format.moment(it.since)),
                it.until === null && text.stillWaits,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
