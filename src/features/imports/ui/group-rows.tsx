import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { ImportRow, ImportRun, RowGroup } from '../contract.ts'
import { reasonText } from '../domain/reason-text.ts'
import { AlikeClient } from './alike-client.tsx'
import { ChooseClient } from './choose-client.tsx'
import { FixRow } from './fix-row.tsx'
import { importTexts } from './text.ts'

function Repair({ run, row }: { run: ImportRun; row: ImportRow }) {
  const text = useTexts(importTexts)
  const [isOpen, setOpen] = useState(false)
  const { rowNumber, cells, key } = row
  if (run.state !== 'staged') return null
  const close = (): void => setOpen(false)
  const drawer =
    key !== null ? (
      <ChooseClient run={run} label={row.value ?? row.label} choiceKey={key} onClose={close} />
    ) : rowNumber !== null && cells !== null ? (
      <FixRow run={run} row={{ ...row, rowNumber, cells }} onClose={close} />
    ) : null
  if (!drawer) return null
  return (
    <>
      <button type="button" className="g-link" onClick={() => setOpen(true)}>
        {key !== null ? text.chooseHere : text.fixHere}
      </button>
      {isOpen && drawer}
    </>
  )
}

/** The rows of one group; what kept a row out can be put right beside it while nothing is written yet. */
export function GroupRows({ run, group }: { run: ImportRun; group: RowGroup }) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const list = useInfiniteQuery({
    queryKey: ['imports', 'rows', run.id, run.state, group],
    queryFn: ({ pageParam }) =>
      api.imports.rows({ params: { id: run.id }, query: { group, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <Answer query={list} rows={4}>
      {({ pages }) => (
        <>
          <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.groupRows}>
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
                        {row.id && run.kind === 'deals' && group !== 'newClients' ? (
                          <Link to="/deals/$dealId" params={{ dealId: row.id }}>
                            {row.label}
                          </Link>
                        ) : row.id && run.kind === 'clients' ? (
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
                      {row.alike && <AlikeClient run={run} row={row} alike={row.alike} />}
                      {row.code && (
                        <td className="g-num">
                          <Repair run={run} row={row} />
                        </td>
                      )}
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
          <MoreButton of={list}>{text.more}</MoreButton>
        </>
      )}
    </Answer>
  )
}
