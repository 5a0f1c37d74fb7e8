import type { ReactNode } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { DateOrder, Decimal, Encoding, FileProfile, ImportMap, ReturnRule } from '../domain/plan.ts'
import { importTexts } from './text.ts'

type Props = {
  profile: FileProfile
  map: ImportMap
  isOrders: boolean
  /** what makes the file another one to read: it is read anew at once */
  onReread: (change: Partial<ImportMap>) => void
  onChange: (map: ImportMap) => void
}

const encodings: Encoding[] = [
  'utf-8',
  'windows-1251',
  'koi8-r',
  'ibm866',
  'windows-1252',
  'utf-16le',
  'utf-16be',
]

function Line({
  label,
  proof,
  isSure = true,
  children,
}: {
  label: string
  proof: ReactNode
  isSure?: boolean
  children: ReactNode
}) {
  return (
    <div className="g-read">
      <span className="g-3 g-xs">{label}</span>
      <span className="g-xs g-2" style={{ textAlign: 'right' }}>
        <State kind={isSure ? 'good' : 'warn'}>{proof}</State>
      </span>
      <span style={{ gridColumn: '1 / -1' }}>{children}</span>
    </div>
  )
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}) {
  return (
    <select
      className="g-input is-small"
      style={{ width: '100%' }}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as T)}
    >
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  )
}

function Returns({ map, onChange }: { map: ImportMap; onChange: (map: ImportMap) => void }) {
  const text = useTexts(importTexts)
  const rule = map.returns
  const by = rule?.by ?? 'none'
  const set = (change: Partial<ReturnRule>): void =>
    onChange({ ...map, returns: { by: 'sign', treat: 'subtract', ...rule, ...change } })
  return (
    <div className="g-read" style={{ gridTemplateColumns: '1fr' }}>
      <span className="g-3 g-xs">{text.returns}</span>
      <Choice
        label={text.returns}
        value={by}
        options={(['none', 'sign', 'prefix', 'status'] as const).map(
          (it) => [it, text.returnKinds[it]] as const,
        )}
        onChange={(next) => (next === 'none' ? onChange({ ...map, returns: undefined }) : set({ by: next }))}
      />
      {(by === 'prefix' || by === 'status') && (
        <input
          className="g-input is-small"
          style={{ width: '100%' }}
          aria-label={text.returnValue}
          placeholder={by === 'prefix' ? 'C' : ''}
          value={rule?.value ?? ''}
          onChange={(event) => set({ value: event.target.value })}
        />
      )}
      {by !== 'none' && (
        <Choice
          label={text.treat}
          value={rule?.treat ?? 'subtract'}
          options={(['subtract', 'ignore'] as const).map((it) => [it, text.treats[it]] as const)}
          onChange={(treat) => set({ treat })}
        />
      )}
    </div>
  )
}

/** What we understood of the file, each line with its proof and one click to change it. */
export function ReadSettings({ profile, map, isOrders, onReread, onChange }: Props) {
  const text = useTexts(importTexts)
  const format = useFormat()
  const numbers = profile.columns.filter((column) => column.numberCount > 0 && column.decimalSample !== null)
  const dates = profile.columns.filter((column) => column.dateCount > 0)
  const decimal = map.decimal ?? numbers.find((column) => column.decimal !== null)?.decimal ?? null
  const dateOrder = map.dateOrder ?? dates.find((column) => column.dateOrder !== null)?.dateOrder ?? null
  const isCsv = profile.format === 'csv'
  return (
    <>
      <h2>{text.howRead}</h2>
      {!isCsv && (
        <Line
          label={text.format}
          proof={profile.isNamedOtherwise ? text.namedOtherwise : profile.sheet}
          isSure={!profile.isNamedOtherwise}
        >
          {text.formats[profile.format]}
        </Line>
      )}
      {profile.format !== 'xlsx' && (
        <Line
          label={text.encoding}
          proof={
            profile.encoding === 'utf-8'
              ? text.utf8Proof
              : text.encodingProof(format.number(profile.cyrillicRows))
          }
        >
          <Choice
            label={text.encoding}
            value={profile.encoding}
            options={encodings.map((it) => [it, text.encodings[it] ?? it] as const)}
            onChange={(encoding) => onReread({ encoding })}
          />
        </Line>
      )}
      {isCsv && (
        <Line
          label={text.delimiter}
          proof={text.delimiterProof(profile.columnCount)}
          isSure={profile.wrongWidthCount === 0}
        >
          <Choice
            label={text.delimiter}
            value={profile.delimiter}
            options={Object.entries(text.delimiters)}
            onChange={(delimiter) => onReread({ delimiter })}
          />
        </Line>
      )}
      {numbers.length > 0 && (
        <Line
          label={text.decimal}
          proof={text.decimalProof(numbers[0]?.decimalSample ?? '')}
          isSure={decimal !== null}
        >
          <Choice<Decimal | ''>
            label={text.decimal}
            value={decimal ?? ''}
            options={[
              ...(decimal === null ? ([['', '?']] as const) : []),
              ['.', text.decimals['.']],
              [',', text.decimals[',']],
            ]}
            onChange={(mark) => onChange({ ...map, decimal: mark === '' ? undefined : mark })}
          />
        </Line>
      )}
      {dates.length > 0 && (
        <Line
          label={text.dateOrder}
          proof={text.decimalProof(dates[0]?.dateSample ?? '')}
          isSure={dateOrder !== null}
        >
          <Choice<DateOrder | ''>
            label={text.dateOrder}
            value={dateOrder ?? ''}
            options={[
              ...(dateOrder === null ? ([['', '?']] as const) : []),
              ['dmy', text.dateOrders.dmy],
              ['mdy', text.dateOrders.mdy],
              ['ymd', text.dateOrders.ymd],
            ]}
            onChange={(order) => onChange({ ...map, dateOrder: order === '' ? undefined : order })}
          />
        </Line>
      )}
      <Line
        label={text.header}
        proof={[
          profile.titleLines.length > 0 ? text.titleLines(profile.titleLines.length) : text.noTitles,
          profile.totalLines.length > 0 && text.totals(profile.totalLines.length),
        ]
          .filter(Boolean)
          .join('; ')}
      >
        <Choice
          label={text.header}
          value={String(profile.headerRow)}
          options={Array.from(
            { length: Math.max(12, profile.headerRow + 1) },
            (_none, row) => [String(row), text.headerAt(row)] as const,
          )}
          onChange={(row) => onReread({ headerRow: Number(row), columns: undefined })}
        />
      </Line>
      {isOrders && <Returns map={map} onChange={onChange} />}
      <h2 style={{ marginTop: 14 }}>{text.look}</h2>
      {/* Scrolls sideways, so the keyboard must reach it. */}
      <div className="g-well" tabIndex={0} role="group" aria-label={text.look}>
        {profile.rawLines.join('\n')}
      </div>
      {profile.alternatives.length > 0 && (
        <p className="g-sm g-2">
          {text.garbled}{' '}
          {profile.alternatives.map(({ encoding }) => (
            <button
              key={encoding}
              type="button"
              className="g-link"
              style={{ marginRight: 8 }}
              onClick={() => onReread({ encoding })}
            >
              {text.encodings[encoding]}
            </button>
          ))}
        </p>
      )}
    </>
  )
}
