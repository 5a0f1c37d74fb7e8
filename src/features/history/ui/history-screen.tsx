import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { contract } from '#contract.ts'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { addressOf, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { HistoryFilter, HistoryUnit } from '../contract.ts'
import { Entries } from './entries.tsx'
import { historyTexts } from './text.ts'

type Draft = { actorId: string; entity: string; channel: string; from: string; to: string; text: string }
const empty: Draft = { actorId: '', entity: '', channel: '', from: '', to: '', text: '' }

function Filters({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const text = useTexts(historyTexts)
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const people = users.data?.rows.map(({ id, name }): [string, string] => [id, name]) ?? []
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change })
  return (
    <div className="g-row-wide">
      <SelectField
        label={text.who}
        value={draft.actorId}
        options={[['', text.anybody], ...people]}
        onChange={(actorId) => set({ actorId })}
      />
      <SelectField
        label={text.what}
        value={draft.entity}
        options={[['', text.anything], ...Object.entries(text.entities)]}
        onChange={(entity) => set({ entity })}
      />
      <SelectField
        label={text.where}
        value={draft.channel}
        options={[['', text.anywhere], ...Object.entries(text.channels)]}
        onChange={(channel) => set({ channel })}
      />
      <TextField label={text.from} type="date" value={draft.from} onChange={(from) => set({ from })} />
      <TextField label={text.to} type="date" value={draft.to} onChange={(to) => set({ to })} />
      <TextField label={text.search} value={draft.text} onChange={(it) => set({ text: it })} />
    </div>
  )
}

function UnitRow({ unit, onOpen }: { unit: HistoryUnit; onOpen: () => void }) {
  const text = useTexts(historyTexts)
  const format = useFormat()
  const undo = useUndo()
  const [isBusy, setBusy] = useState(false)
  const take = async (): Promise<void> => {
    setBusy(true)
    await undo(unit.id)
    setBusy(false)
  }
  return (
    <tr>
      <td className="g-3">{format.instant(unit.at)}</td>
      <td>{unit.actor ?? text.machine}</td>
      <td>
        <button type="button" className="g-link" onClick={onOpen}>
          {text.actions[unit.action] ?? unit.action}
        </button>{' '}
        {unit.name}
        {unit.count > 1 && <span className="g-3"> {text.others(unit.count - 1)}</span>}
        {unit.reason && <div className="g-sm g-2">{unit.reason}</div>}
      </td>
      <td className="g-3">
        {text.channels[unit.channel]}
        {unit.address && <div className="g-sm">{unit.address}</div>}
      </td>
      <td>
        {unit.isUndone && <span className="g-3">{text.undone}</span>}
        {unit.mayUndo && (
          <button
            type="button"
            className="g-button"
            aria-label={`${text.undo}: ${text.actions[unit.action] ?? unit.action} ${unit.name ?? ''}`}
            disabled={isBusy}
            onClick={() => void take()}
          >
            {text.undo}
          </button>
        )}
      </td>
    </tr>
  )
}

/** Who did what and when, what it changed, and the way back. */
export function HistoryScreen({
  ownFieldChange,
}: {
  /** a change of an own field of clients as people read it; null = it is none */
  ownFieldChange: (change: ChangedField) => ChangedField | null
}) {
  const text = useTexts(historyTexts)
  const format = useFormat()
  const [draft, setDraft] = useState(empty)
  const [opened, setOpened] = useState<HistoryUnit | null>(null)
  const asked = useDeferredValue(draft)
  const filter = Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== ''),
  ) as HistoryFilter
  const pages = useInfiniteQuery({
    queryKey: ['history', 'list', filter],
    queryFn: ({ pageParam }) =>
      api.history.list({ query: { ...filter, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  return (
    <div className="g-stack">
      <Filters draft={draft} onChange={setDraft} />
      <div>
        <a
          className="g-button"
          download
          href={addressOf(contract.history.exportCsv, { query: { ...filter, language: format.language } })}
        >
          {text.export}
        </a>
      </div>
      <Answer query={pages}>
        {({ pages: loaded }) => {
          const rows = loaded.flatMap((page) => page.rows)
          if (rows.length === 0) return <Empty title={text.none}>{text.noneHelp}</Empty>
          return (
            <div className="g-scroll-x">
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.when}</th>
                    <th>{text.who}</th>
                    <th>{text.what}</th>
                    <th>{text.where}</th>
                    <th>
                      <span className="g-visually-hidden">{text.undo}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((unit) => (
                    <UnitRow key={unit.id} unit={unit} onOpen={() => setOpened(unit)} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }}
      </Answer>
      <MoreButton of={pages}>{text.more}</MoreButton>
      {opened && (
        <Drawer
          title={text.details(opened.name ?? text.actions[opened.action] ?? opened.action)}
          onClose={() => setOpened(null)}
          isWide
        >
          <Entries unitId={opened.id} ownFieldChange={ownFieldChange} />
        </Drawer>
      )}
    </div>
  )
}
