import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import type { OrderRow } from '../contract.ts'
import { orderTexts } from './text.ts'

function Lines({ orderId }: { orderId: string }) {
  const text = useTexts(orderTexts)
  const format = useFormat()
  const order = useQuery({
    queryKey: ['orders', 'one', orderId],
    queryFn: () => api.orders.get({ params: { id: orderId } }),
  })
  return (
    <Answer query={order} rows={2}>
      {({ lines }) => (
        <table className="g-table">
          <thead>
            <tr>
              <th>{text.product}</th>
              <th className="g-num">{text.quantity}</th>
              <th className="g-num">{text.price}</th>
              <th className="g-num">{text.amount}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.lineNo}>
                <td>{line.product}</td>
                <td className="g-num">
                  {format.number(Number(line.quantity), Number.isInteger(Number(line.quantity)) ? 0 : 3)}
                </td>
                <td className="g-num">
                  {line.unitPrice === null ? '' : format.number(Number(line.unitPrice), 2)}
                </td>
                <td className="g-num">{format.number(Number(line.amount), 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Answer>
  )
}

/** Orders as rows; a row with lines opens to show them. */
export function OrderRows({ rows, withClient }: { rows: readonly OrderRow[]; withClient: boolean }) {
  const text = useTexts(orderTexts)
  const format = useFormat()
  const [open, setOpen] = useState<string | null>(null)
  const columns = withClient ? 5 : 4
  return (
    <div className="g-scroll-x">
      <table className="g-table">
        <thead>
          <tr>
            <th>{text.date}</th>
            <th>{text.number}</th>
            {withClient && <th>{text.client}</th>}
            <th>{text.status}</th>
            <th className="g-num">{text.amount}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={row.id}>
              <tr>
                <td className="g-3">{format.day(row.orderedOn)}</td>
                <td>
                  {row.lineCount > 0 ? (
                    <button
                      type="button"
                      className="g-figure"
                      aria-expanded={open === row.id}
                      onClick={() => setOpen(open === row.id ? null : row.id)}
                    >
                      {row.number}
                    </button>
                  ) : (
                    row.number
                  )}
                </td>
                {withClient && <td className="g-clip">{row.clientName ?? text.noClient}</td>}
                <td className={row.status === 'return' || row.status === 'cancelled' ? 'g-bad' : 'g-3'}>
                  {text.statuses[row.status]}
                </td>
                <td className="g-num">
                  {format.money(row.status === 'return' ? -row.amountMinor : row.amountMinor, true)}
                </td>
              </tr>
              {open === row.id && (
                <tr>
                  <td colSpan={columns}>
                    <Lines orderId={row.id} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
