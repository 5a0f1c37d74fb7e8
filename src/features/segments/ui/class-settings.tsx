import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { contract } from '#contract.ts'
import type { Language } from '#kernel/format.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { ApiError, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useCan } from '#web/session.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ClassStamp } from '#web/widgets/marks.tsx'
import { Answer, ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { SegmentSettings, segmentsContract } from '../contract.ts'
import { segmentTexts } from './text.ts'

type Preview = OutputOf<typeof segmentsContract.previewSettings>
type Draft = Record<Exclude<keyof SegmentSettings, 'rev' | 'measure'>, string> & {
  measure: 'turnover' | 'profit'
}

const toText = (value: number | string | null, mark: string): string =>
  value === null ? '' : typeof value === 'number' ? String(value).replace('.', mark) : value
const toNumber = (text: string): number => Number(text.replace(',', '.'))

function draftOf(
  { rev: _rev, measure, shareA, shareB, ...rest }: SegmentSettings,
  language: Language,
): Draft {
  const mark = language === 'ru' ? ',' : '.'
  const texts = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toText(value, mark)]))
  return {
    ...(texts as Draft),
    measure,
    shareA: toText(shareA * 100, mark),
    shareB: toText(shareB * 100, mark),
  }
}

function settingsOf(draft: Draft): Omit<SegmentSettings, 'rev'> {
  return {
    measure: draft.measure,
    windowMonths: draft.windowMonths.trim() === '' ? null : toNumber(draft.windowMonths),
    asOf: draft.asOf === '' ? null : draft.asOf,
    shareA: toNumber(draft.shareA) / 100,
    shareB: toNumber(draft.shareB) / 100,
    oftenPerYear: toNumber(draft.oftenPerYear),
    sometimesPerYear: toNumber(draft.sometimesPerYear),
    lateRatio: toNumber(draft.lateRatio),
    riskRatio: toNumber(draft.riskRatio),
    lapsedRatio: toNumber(draft.lapsedRatio),
    lapsedMonths: toNumber(draft.lapsedMonths),
  }
}

function Effect({ preview }: { preview: Preview }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const moved = preview.moves.reduce((sum, it) => sum + it.clients, 0)
  return (
    <section className="g-card" aria-live="polite">
      <h2>{text.preview}</h2>
      <table className="g-table">
        <thead>
          <tr>
            <th>
              <span className="g-visually-hidden">{text.class}</span>
            </th>
            <th className="g-num">{text.now}</th>
            <th className="g-num">{text.afterwards}</th>
          </tr>
        </thead>
        <tbody>
          {(['A', 'B', 'C', 'none'] as const).map((letter) => (
            <tr key={letter}>
              <td>
                <ClassStamp value={letter} />
              </td>
              <td className="g-num">{format.number(preview.before[letter])}</td>
              <td className="g-num">{format.number(preview.after[letter])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="g-sm">{text.previewText(moved)}</p>
      {preview.moves.map((it) => (
        <span key={it.before + it.after} className="g-sm g-2">
          {text.previewMove(
            it.before === 'none' ? '–' : it.before,
            it.after === 'none' ? '–' : it.after,
            it.clients,
          )}
        </span>
      ))}
      <p className="g-sm g-3">
        {[
          preview.borderAMinor !== null && text.border('A', format.money(preview.borderAMinor)),
          preview.borderBMinor !== null && text.border('B', format.money(preview.borderBMinor)),
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
    </section>
  )
}

function Form({ settings: opened }: { settings: SegmentSettings }) {
  const text = useTexts(segmentTexts)
  const language = useLanguage()
  const toast = useToast()
  const cache = useQueryClient()
  const mayEdit = useCan()(contract.segments.saveSettings)
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [settings, setSettings] = useState(opened)
  const [draft, setDraft] = useState(() => draftOf(settings, language))
  const preview = useMutation({ mutationFn: () => api.segments.previewSettings({ body: settingsOf(draft) }) })
  const save = useMutation({
    mutationFn: (wanted: SegmentSettings) => api.segments.saveSettings({ body: wanted }),
    onSuccess: async (saved, wanted) => {
      setSettings(saved)
      setDraft(draftOf(saved, language))
      preview.reset()
      await cache.invalidateQueries()
      if (wanted.rev === settings.rev) toast(text.saved, () => save.mutate({ ...settings, rev: saved.rev }))
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = (refusal?.data['current'] ?? null) as SegmentSettings | null
  const settle = (current: SegmentSettings, isMineKept: boolean): void => {
    setSettings(current)
    if (!isMineKept) setDraft(draftOf(current, language))
    preview.reset()
    save.reset()
  }
  const field = (name: Exclude<keyof Draft, 'measure'>, label: string, help?: string) => (
    <TextField
      label={label}
      help={help}
      value={draft[name]}
      type={name === 'asOf' ? 'date' : 'text'}
      onChange={(value) => {
        setDraft({ ...draft, [name]: value })
        preview.reset()
      }}
    />
  )
  return (
    <form
      className="g-split"
      onSubmit={(event) => {
        event.preventDefault()
        if (preview.data) save.mutate({ ...settingsOf(draft), rev: settings.rev })
        else preview.mutate()
      }}
    >
      <fieldset className="g-form" disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0 }}>
        <div className="g-pair">
          <SelectField
            label={text.measureLabel}
            value={draft.measure}
            options={[
              ['turnover', text.measures.turnover],
              ['profit', text.measures.profit],
            ]}
            onChange={(measure) => {
              setDraft({ ...draft, measure })
              preview.reset()
            }}
          />
          {field('windowMonths', text.windowMonths, text.windowHelp)}
        </div>
        <div className="g-pair">
          {field('asOf', text.asOf, text.asOfHelp)}
          <span />
        </div>
        <div className="g-pair">
          {field('shareA', text.shareA)}
          {field('shareB', text.shareB)}
        </div>
        <div className="g-pair">
          {field('oftenPerYear', text.often)}
          {field('sometimesPerYear', text.sometimes)}
        </div>
        <div className="g-pair">
          {field('lateRatio', text.lateRatio)}
          {field('riskRatio', text.riskRatio)}
        </div>
        <div className="g-pair">
          {field('lapsedRatio', text.lapsedRatio)}
          {field('lapsedMonths', text.lapsedMonths)}
        </div>
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        {!theirs && (preview.error ?? save.error) && <Failure error={preview.error ?? save.error} />}
        {mayEdit && (
          <button
            type="submit"
            className="g-button is-primary"
            disabled={preview.isPending || save.isPending}
          >
            {preview.data ? text.save : text.preview}
          </button>
        )}
      </fieldset>
      <div>{preview.data && <Effect preview={preview.data} />}</div>
    </form>
  )
}

/** How classes and rhythm are counted; the effect is shown before it is saved. */
export function ClassSettings() {
  const text = useTexts(segmentTexts)
  const settings = useQuery({ queryKey: ['segments', 'settings'], queryFn: () => api.segments.getSettings() })
  return (
    <section className="g-stack">
      <h2>{text.settingsTitle}</h2>
      <Answer query={settings}>{(data) => <Form settings={data} />}</Answer>
    </section>
  )
}
