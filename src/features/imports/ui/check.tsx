import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'
import { addressOf } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { State } from '#web/widgets/marks.tsx'
import type { ImportRun, Preview, RowGroup } from '../contract.ts'
import { hasOrders } from '../domain/plan.ts'
import { useCustomFields } from './custom-fields.ts'
import { fieldLabel } from './field-label.ts'
import { ControlSums } from './control-sums.tsx'
import { DealSums, Spellings } from './deal-check.tsx'
import { GroupRows } from './group-rows.tsx'
import { importTexts } from './text.ts'

type Group = RowGroup

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
  const customFields = useCustomFields()
  const isDone = run.state === 'committed' || run.state === 'undone'
  const count = (value: number, sentence: (shown: string) => string): string | null =>
    value > 0 ? sentence(format.number(value)) : null
  const facts = !hasOrders(run)
    ? null
    : text.facts(
        format.number(preview.orders),
        format.number(preview.clients),
        format.number(preview.newClients),
      )
  const nobody = (names: readonly string[]): string => {
    const first = names.slice(0, 5).join(', ')
    if (run.kind === 'deals') return text.dealsOfNobody(first, format.number(names.length))
    return run.kind === 'touches' ? text.unknownAuthors(first) : text.unknownReps(first)
  }
  const notes: [string | null, RowGroup | null][] = [
    [facts, preview.newClients > 0 ? 'newClients' : null],
    [run.state === 'staged' ? count(preview.alike ?? 0, text.alike) : null, 'alike'],
    [run.state === 'staged' ? count(preview.notCompared ?? 0, text.notCompared) : null, null],
    [count(preview.unchanged, text.unchanged), 'unchanged'],
    [count(preview.skipped, text.skipped), null],
    [count(preview.unassignedOrders, text.unassigned), 'unassigned'],
    [count(preview.sharedNumbers, text.shared), 'sharedNumbers'],
    [count(preview.twoTimes, text.twoTimes), 'twoTimes'],
    [count(preview.repeats, text.repeats), null],
    [preview.unknownReps.length > 0 ? nobody(preview.unknownReps) : null, null],
    [
      preview.unknownContacts?.length
        ? text.unknownContacts(preview.unknownContacts.slice(0, 5).join(', '))
        : null,
      null,
    ],
  ]
  for (const { code, field, count: times, firstRow, samples } of preview.notices) {
    const values = samples.map((sample) => `«${sample}»`).join(', ')
    notes.push([
      text.notices[code](
        fieldLabel(text, run.kind, field, customFields),
        format.number(times),
        values,
        format.number(firstRow),
      ),
      null,
    ])
  }
  return (
    <div className="g-stack" style={{ gap: 18 }}>
      <Totals preview={preview} isDone={isDone} onOpen={setGroup} />
      <ul className="g-sm g-2" style={{ margin: 0, paddingLeft: 18 }}>
        {notes.map(
          ([note, opened]) =>
            note && (
              <li key={note}>
                {opened ? (
                  <button type="button" className="g-figure is-text" onClick={() => setGroup(opened)}>
                    {note}
                  </button>
                ) : (
                  note
                )}
              </li>
            ),
        )}
      </ul>
      {hasOrders(run) && <ControlSums preview={preview} />}
      {preview.deals && <DealSums deals={preview.deals} />}
      <Spellings rows={preview.spellings ?? []} />
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
          <GroupRows run={run} group="errors" />
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
          <GroupRows run={run} group={group} />
        </Drawer>
      )}
    </div>
  )
}
