import { useState } from 'react'
import type { contract } from '#contract.ts'
import type { CallOf } from '#kernel/operation.ts'
import { useFormat } from '#web/format.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { ImportRun } from '../contract.ts'
import {
  type ColumnProfile,
  type FieldName,
  type FileProfile,
  hasOrders,
  type ImportMap,
  type MatchKey,
} from '../domain/plan.ts'
import { fieldsOfKind } from '../domain/headers.ts'
import { useCustomFields } from './custom-fields.ts'
import { DealSettings } from './deal-settings.tsx'
import { fieldLabel } from './field-label.ts'
import { ReadSettings } from './read-settings.tsx'
import { questionText } from './refusals.ts'
import { SkipRules } from './skip-rules.tsx'
import { importTexts } from './text.ts'

type Body = CallOf<typeof contract.imports.setMap>['body']
type Props = {
  run: ImportRun
  profile: FileProfile
  isBusy: boolean
  onSave: (body: Body) => void
  onCheck: (body: Body) => void
}

const orders: Record<'externalId' | 'inn' | 'name', MatchKey[]> = {
  externalId: ['externalId', 'inn', 'email', 'phone', 'name'],
  inn: ['inn', 'externalId', 'email', 'phone', 'name'],
  name: ['name', 'externalId', 'inn', 'email', 'phone'],
}

/** The columns as chosen, or as the file's headers suggest. */
function chosenColumns(run: ImportRun, profile: FileProfile): Partial<Record<FieldName, string>> {
  if (run.map.columns) return run.map.columns
  return Object.fromEntries(profile.columns.filter((it) => it.field).map((it) => [it.field, it.header]))
}

function ColumnCheck({ column, field }: { column: ColumnProfile; field: FieldName | undefined }) {
  const text = useTexts(importTexts)
  if (column.kind === 'empty') return <span className="g-3">{text.emptyColumn}</span>
  if (field === 'inn') {
    return (
      <span className="g-stack-tight">
        <State kind={column.innCount + column.innRestoredCount === column.filledCount ? 'good' : 'warn'}>
          {text.innCheck(column.innCount + column.innRestoredCount, column.filledCount)}
        </State>
        {column.innRestoredCount > 0 && (
          <span className="g-xs g-3">{text.innRestored(column.innRestoredCount)}</span>
        )}
      </span>
    )
  }
  if (field && column.knownFrom) return <State kind="good">{text.known(column.knownFrom)}</State>
  return null
}

/** How the file is read, and what each of its columns means; all of it can be changed by a click. */
export function Mapping({ run, profile, isBusy, onSave, onCheck }: Props) {
  const text = useTexts(importTexts)
  const language = useLanguage()
  const format = useFormat()
  const [map, setMap] = useState<ImportMap>({ ...run.map, columns: chosenColumns(run, profile) })
  const [keyOrder, setKeyOrder] = useState<'externalId' | 'inn' | 'name'>(
    run.matchKeys[0] === 'inn' ? 'inn' : run.matchKeys[0] === 'name' ? 'name' : 'externalId',
  )
  const columns = map.columns ?? {}
  const customFields = useCustomFields()
  const fields: FieldName[] = [
    ...fieldsOfKind[run.kind],
    ...(run.kind === 'clients' ? customFields.map((it): FieldName => `field:${it.id}`) : []),
  ]
  const fieldOf = (header: string): FieldName | undefined =>
    (Object.keys(columns) as FieldName[]).find((field) => columns[field] === header)
  const choose = (header: string, field: FieldName | ''): void => {
    const rest = Object.fromEntries(
      Object.entries(columns).filter(([key, value]) => value !== header && key !== field),
    )
    setMap({ ...map, columns: field ? { ...rest, [field]: header } : rest })
  }
  const body = (next: ImportMap = map): Body => ({
    rev: run.rev,
    map: next,
    matchKeys: orders[keyOrder],
  })
  return (
    <div className="g-import">
      <div className="g-import-left">
        <ReadSettings
          profile={profile}
          map={map}
          onReread={(change) => onSave(body({ ...map, ...change }))}
          onChange={setMap}
          isOrders={hasOrders(run)}
        />
      </div>
      <div className="g-stack" style={{ minWidth: 0 }}>
        {run.questions.length > 0 && (
          <div className="g-notice is-warn" role="alert">
            <ul style={{ margin: 0, paddingLeft: 18 }}>
              {run.questions.map((question) => (
                <li key={JSON.stringify(question)}>{questionText[language](question)}</li>
              ))}
            </ul>
          </div>
        )}
        {profile.rowCount === 0 && <div className="g-notice is-warn">{text.noRows}</div>}
        <div className="g-spread">
          <h2>
            {text.columns} <span className="g-3">{profile.columns.length}</span>
          </h2>
          <label className="g-row g-sm">
            {text.matchBy}
            <select
              className="g-input is-small"
              value={keyOrder}
              onChange={(event) => setKeyOrder(event.target.value as typeof keyOrder)}
            >
              {(['externalId', 'inn', 'name'] as const).map((key) => (
                <option key={key} value={key}>
                  {text.matchKeys[key]}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className="g-scroll-x">
          <table className="g-table">
            <thead>
              <tr>
                <th>{text.inFile}</th>
                <th>{text.example}</th>
                <th>{text.inGorn}</th>
                <th>{text.check}</th>
              </tr>
            </thead>
            <tbody>
              {profile.columns.map((column) => {
                const field = fieldOf(column.header)
                return (
                  <tr key={column.index}>
                    <td className="g-strong">{column.header}</td>
                    <td className="g-mono" style={{ maxWidth: 220 }}>
                      <div className="g-clip">{column.samples[0]}</div>
                    </td>
                    <td>
                      <select
                        className="g-input is-small"
                        aria-label={`${text.inGorn}: ${column.header}`}
                        value={field ?? ''}
                        onChange={(event) => choose(column.header, event.target.value as FieldName | '')}
                      >
                        <option value="">{text.dontTake}</option>
                        {fields.map((it) => (
                          <option key={it} value={it}>
                            {fieldLabel(text, run.kind, it, customFields)}
                          </option>
                        ))}
                      </select>
                    </td>
                    <td>
                      <ColumnCheck column={column} field={field} />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
        {run.kind === 'deals' && (
          <DealSettings profile={profile} fileName={run.fileName} map={map} onChange={setMap} />
        )}
        <SkipRules
          rules={map.skip ?? []}
          headers={profile.columns.map((column) => column.header)}
          onChange={(skip) => setMap({ ...map, skip })}
        />
        <div>
          <button
            type="button"
            className="g-button is-primary"
            disabled={isBusy || profile.rowCount === 0}
            onClick={() => onCheck(body())}
          >
            {text.toCheck} · {format.number(profile.rowCount)} {text.rows(profile.rowCount)}
          </button>
        </div>
      </div>
    </div>
  )
}
