import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Operation } from '#kernel/operation.ts'
import { addressOf } from '../api.ts'
import { useLanguage, useTexts } from '../text.ts'
import { Drawer } from './drawer.tsx'
import { exportTexts } from './export-text.ts'

/** A file that a list offers: what it holds, the operation that makes it, and the conditions of the list. */
export type ExportOffer = { label: string; operation: Operation; query: Record<string, unknown> }

const formats = ['xlsx', 'csv'] as const
const delimiters = ['semicolon', 'comma', 'tab'] as const
const encodings = ['utf-8', 'windows-1251'] as const

function Pick<Value extends string>({
  label,
  names,
  values,
  chosen,
  onChoose,
}: {
  label: string
  names: Record<Value, string>
  values: readonly Value[]
  chosen: Value
  onChoose: (value: Value) => void
}) {
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="g-sm" style={{ padding: 0, marginBottom: 6 }}>
        {label}
      </legend>
      <span className="g-segmented">
        {values.map((value) => (
          <button key={value} type="button" aria-pressed={value === chosen} onClick={() => onChoose(value)}>
            {names[value]}
          </button>
        ))}
      </span>
    </fieldset>
  )
}

/** What of a list goes out, and in which form; the same for all lists. */
export function ExportDrawer({ offers, onClose }: { offers: readonly ExportOffer[]; onClose: () => void }) {
  const text = useTexts(exportTexts)
  const language = useLanguage()
  const [what, setWhat] = useState('0')
  const [format, setFormat] = useState<(typeof formats)[number]>('xlsx')
  const [delimiter, setDelimiter] = useState<(typeof delimiters)[number]>(
    language === 'ru' ? 'semicolon' : 'comma',
  )
  const [encoding, setEncoding] = useState<(typeof encodings)[number]>('utf-8')
  const offer = offers[Number(what)]
  if (!offer) return null
  const names = Object.fromEntries(offers.map(({ label }, at) => [String(at), label]))
  const form = format === 'xlsx' ? { format } : { format, delimiter, encoding }
  return (
    <Drawer title={text.title} onClose={onClose}>
      <div className="g-stack" style={{ gap: 18 }}>
        {offers.length > 1 && (
          <Pick
            label={text.what}
            names={names}
            values={Object.keys(names)}
            chosen={what}
            onChoose={setWhat}
          />
        )}
        <Pick
          label={text.format}
          names={text.formats}
          values={formats}
          chosen={format}
          onChoose={setFormat}
        />
        {format === 'csv' && (
          <>
            <Pick
              label={text.delimiter}
              names={text.delimiters}
              values={delimiters}
              chosen={delimiter}
              onChoose={setDelimiter}
            />
            <Pick
              label={text.encoding}
              names={text.encodings}
              values={encodings}
              chosen={encoding}
              onChoose={setEncoding}
            />
            {encoding === 'windows-1251' && <p className="g-sm g-2">{text.narrow}</p>}
          </>
        )}
        <p className="g-sm g-2">{text.note}</p>
        <div>
          <a
            className="g-button is-primary"
            download
            href={addressOf(offer.operation, { query: { ...offer.query, ...form, language } })}
          >
            <IconDownload /> {text.download}
          </a>
        </div>
      </div>
    </Drawer>
  )
}
