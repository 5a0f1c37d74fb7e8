import { useQuery } from '@tanstack/react-query'
import { addDays, addMonths } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { BarChart, ChartWithTable } from '#web/widgets/chart.tsx'
import { Figure } from '#web/widgets/evidence.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { orderTexts } from './text.ts'

/** Two years of a client's turnover by month; the months of the class window are darker. */
export function MonthsChart({ clientId }: { clientId: string }) {
  const text = useTexts(orderTexts)
  const format = useFormat()
  const months = useQuery({
    queryKey: ['orders', 'months', clientId],
    queryFn: () => api.orders.months({ params: { id: clientId } }),
  })
  return (
    <Answer query={months} rows={4}>
      {({ rows, returnsMinor, returnCount }) => (
        <ChartWithTable
          title={text.chart}
          note={`${text.withoutReturns}${returnCount > 0 ? `, ${text.returns(returnCount, format.money(returnsMinor))}` : ''}; ${text.inWindow}`}
          chart={
            rows.every((row) => row.orderCount === 0) ? (
              <p className="g-sm g-3">{text.noneInChart}</p>
            ) : (
              <BarChart
                label={text.chart}
                tick={(value) => format.moneyShort(value)}
                bars={rows.map((row) => ({
                  key: row.month,
                  label: format.day(row.month, 'month'),
                  value: row.turnoverMinor,
                  isStrong: row.isInWindow,
                  title: `${format.day(row.month, 'month')}: ${format.money(row.turnoverMinor)}`,
                }))}
              />
            )
          }
          table={
            <table className="g-table">
              <thead>
                <tr>
                  <th>{text.month}</th>
                  <th className="g-num">{text.turnover}</th>
                  <th className="g-num">{text.orders}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.month}>
                    <td>{format.day(row.month, 'month')}</td>
                    <td className="g-num">
                      <Figure
                        evidence={{
                          title: text.ordersOfMonth(format.day(row.month, 'month')),
                          note: text.note,
                          orders: { clientId, from: row.month, to: addDays(addMonths(row.month, 1), -1) },
                        }}
                      >
                        {format.money(row.turnoverMinor)}
                      </Figure>
                    </td>
                    <td className="g-num">{row.orderCount}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          }
        />
      )}
    </Answer>
  )
}
