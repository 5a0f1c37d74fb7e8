import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addMonths } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import { MoveTable } from './move-table.tsx'
import { segmentTexts } from './text.ts'

function Moves({ from, to }: { from: string; to: string }) {
  const text = useTexts(segmentTexts)
  const moves = useQuery({
    queryKey: ['segments', 'moves', from, to],
    queryFn: () => api.segments.moves({ query: { from, to } }),
  })
  return (
    <Answer query={moves}>
      {(data) => (
        <div className="g-stack" style={{ gap: 24 }}>
          <MoveTable title={text.down} sum={data.lostMinor} rows={data.down} count={data.downCount} to={to} />
          <MoveTable title={text.up} sum={data.gainedMinor} rows={data.up} count={data.upCount} to={to} />
        </div>
      )}
    </Answer>
  )
}

/** Who moved between classes from one day to another. */
export function MovesScreen() {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const snapshots = useQuery({ queryKey: ['segments', 'snapshots'], queryFn: () => api.segments.snapshots() })
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({})
  const asOf = snapshots.data?.asOf ?? null
  const to = chosen.to ?? asOf
  const from = chosen.from ?? (asOf && addMonths(asOf, -3))
  return (
    <Page title={text.movesTitle} note={from && to && text.movesNote(format.day(from), format.day(to))}>
      <BaseViews current="moves" />
      <Answer query={snapshots}>
        {() =>
          from && to ? (
            <>
              <div className="g-row-wide">
                <TextField
                  label={text.from}
                  type="date"
                  value={from}
                  onChange={(day) => day && setChosen({ ...chosen, from: day })}
                />
                <TextField
                  label={text.to}
                  type="date"
                  value={to}
                  onChange={(day) => day && setChosen({ ...chosen, to: day })}
                />
              </div>
              <Moves from={from} to={to} />
            </>
          ) : (
            <Empty title={text.emptyTitle}>{text.emptyText}</Empty>
          )
        }
      </Answer>
    </Page>
  )
}
