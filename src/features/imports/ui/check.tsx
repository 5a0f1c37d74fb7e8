import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'
import { addressOf, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { State } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { ImportRun, Preview } from '../contract.ts'
import { reasonText } from '../domain/reason-text.ts'
import { importTexts } from './text.ts'

type Group = 'new' | 'updated' | 'unchanged' | 'ambiguous' | 'errors'

function useGroup(run: ImportRun, group: Group) {
  return useInfiniteQuery({
    queryKey: ['imports', 'rows', run.id, run.state, group],
    queryFn: ({ pageParam }) =>
      api.imports.rows({ params: { id: run.id }, query: { group, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
}

function Rows({ run, group }: { run: ImportRun; group: Group }) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const list = useGroup(run, group)
  return (
    <Answer query={list} rows={4}>
      {({ pages }) => (
        <>
          <div className="g-scroll-x">
            <table className="g-table">
              <tbody>
                {pages
                  .flatMap((page) => page.rows)
                  .map((row) => (
                    <tr key={`${row.rowNumber}${row.id}`}>
                      {row.rowNumber !== null && (
                        <td className="g-3">{text.row(format.number(row.rowNumber))}</td>
                      )}
                      <td className="g-strong">
                        {row.id && run.kind === 'clients' ? (
                          <Link to="/clients/$clientId" params={{ clientId: row.id }}>
                            {row.label}
                          </Link>
                        ) : (
                          row.label
                        )}
                      </td>
                      <td className={row.code ? 'g-bad' : 'g-3'}>
                        {row.code ? reasonText(format.language, row) : row.detail}
                      </td>
                      {row.amountMinor !== null && (
                        <td className="g-num">{format.money(row.amountMinor, true)}</td>
                      )}
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
          {list.hasNextPage && (
            <button
              type="button"
              className="g-button"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {text.more}
            </button>
          )}
        </>
      )}
    </Answer>
  )
}

function Totals({
  preview,
  isDone,
  onOpen,
}: {
  preview: Preview
  isDone: boolean
  onOpen: (group: Group) => void
}) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const figure = (group: Group, label: string, value: number, kind: 'warn' | 'bad' | null) => (
    <div>
      <div className="g-sm g-2">{kind && value > 0 ? <State kind={kind}>{label}</State> : label}</div>
      <span className="g-big">
        {value > 0 ? (
          <button type="button" className="g-figure" onClick={() => onOpen(group)}>
            {format.number(value)}
          </button>
        ) : (
          '0'
        )}
      </span>
    </div>
  )
  return (
    <div className="g-totals">
      {figure('new', text.newOnes, preview.new, null)}
      {figure('updated', isDone ? text.updatedDone : text.updatedOnes, preview.updated, null)}
      {figure('ambiguous', text.unclear, preview.ambiguous, 'warn')}
      {figure('errors', text.errors, preview.errors, 'bad')}
    </div>
  )
}

function Sums({ preview }: { preview: Preview }) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const line = (label: string, { rows, amountMinor }: Preview['sales'], sign = 1) => (
    <tr>
      <td>{label}</td>
      <td className="g-num">{format.number(rows)}</td>
      <td className="g-num">{format.money(sign * amountMinor, true)}</td>
    </tr>
  )
  return (
    <section className="g-stack">
      <div className="g-row-wide">
        <h2>{text.sumsTitle}</h2>
        <span className="g-sm g-3">{text.sumsNote}</span>
      </div>
      <table className="g-table" style={{ maxWidth: 620 }}>
        <thead>
          <tr>
            <th>
              <span className="g-visually-hidden">{text.sum}</span>
            </th>
            <th className="g-num">{text.rowCount}</th>
            <th className="g-num">{text.sum}</th>
          </tr>
        </thead>
        <tbody>
          {line(text.sales, preview.sales)}
          {preview.returns.rows > 0 && line(text.returned, preview.returns, -1)}
          {preview.ambiguousSum.rows > 0 && line(text.unclearSum, preview.ambiguousSum)}
          <tr>
            <td className="g-strong">{text.total}</td>
            <td className="g-num">{format.number(preview.sales.rows + preview.returns.rows)}</td>
            <td className="g-num g-strong">
              {format.money(preview.sales.amountMinor - preview.returns.amountMinor, true)}
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** What the import would do or did: counts that open their rows, control sums, the rows kept out. */
export function Check({
  run,
  preview,
  onBack,
}: {
  run: ImportRun
  preview: Preview
  onBack: (body: CallOf<typeof contract.imports.setMap>['body']) => void
}) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const [group, setGroup] = useState<Group | null>(null)
  const isDone = run.state === 'committed' || run.state === 'undone'
  const notes = [
    run.kind !== 'clients' &&
      text.facts(
        format.number(preview.orders),
        format.number(preview.clients),
        format.number(preview.newClients),
      ),
    preview.unchanged > 0 && text.unchanged(format.number(preview.unchanged)),
    preview.skipped > 0 && text.skipped(format.number(preview.skipped)),
    preview.unassignedOrders > 0 && text.unassigned(format.number(preview.unassignedOrders)),
    preview.sharedNumbers > 0 && text.shared(format.number(preview.sharedNumbers)),
    preview.twoTimes > 0 && text.twoTimes(format.number(preview.twoTimes)),
    preview.unknownReps.length > 0 && text.unknownReps(preview.unknownReps.slice(0, 5).join(', ')),
  ].filter((note) => note !== false)
  return (
    <div className="g-stack" style={{ gap: 18 }}>
      <Totals preview={preview} isDone={isDone} onOpen={setGroup} />
      <ul className="g-sm g-2" style={{ margin: 0, paddingLeft: 18 }}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {run.kind !== 'clients' && <Sums preview={preview} />}
      {preview.errors > 0 && (
        <section className="g-stack">
          <div className="g-spread">
            <h2>
              {text.refusedTitle} <span className="g-3">{format.number(preview.errors)}</span>
            </h2>
            <a
              className="g-button"
              download
              href={addressOf(contract.imports.refusedFile, {
                params: { id: run.id },
                query: { language: format.language },
              })}
            >
              <IconDownload /> {text.download}
            </a>
          </div>
          <Rows run={run} group="errors" />
        </section>
      )}
      {run.state === 'staged' && (
        <div>
          <button type="button" className="g-button" onClick={() => onBack({ rev: run.rev, map: run.map })}>
            {text.back}
          </button>
        </div>
      )}
      {group && (
        <Drawer title={text.groups[group]} onClose={() => setGroup(null)} isWide>
          <Rows run={run} group={group} />
        </Drawer>
      )}
    </div>
  )
}
