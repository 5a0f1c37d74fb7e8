import type { Pipeline } from '#features/funnel/contract.ts'
import { nameOf, presetNames } from '#features/funnel/domain/preset-names.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { stageOfWord } from '../domain/deal-words.ts'
import type { ColumnProfile } from '../domain/plan.ts'
import { dealImportTexts } from './deal-text.ts'

type Props = {
  column: ColumnProfile | undefined
  way: Pipeline
  chosen: Record<string, string>
  onChange: (chosen: Record<string, string>) => void
}

/** Which stage each word of the file is: what we know stands there already and can be changed. */
export function StageWords({ column, way, chosen, onChange }: Props) {
  const text = useTexts(dealImportTexts)
  const format = useFormat()
  const words = column?.values ?? []
  const known = way.stages.map((it) => ({
    ...it,
    names: Object.values(presetNames).map((names) => nameOf(it, names.stages)),
  }))
  return (
    <section className="g-stack">
      <h3 className="g-sm">{text.stages}</h3>
      <p className="g-sm g-2">{words.length > 0 ? text.stagesNote : text.manyWords}</p>
      {words.length > 0 && (
        <div className="g-scroll-x">
          <table className="g-table">
            <thead>
              <tr>
                <th>{text.word}</th>
                <th className="g-num">{text.rows}</th>
                <th>{text.stage}</th>
              </tr>
            </thead>
            <tbody>
              {words.map(([word, times]) => {
                const found = stageOfWord(word, known)?.id
                return (
                  <tr key={word}>
                    <td className="g-strong">{word}</td>
                    <td className="g-num">{format.number(times)}</td>
                    <td>
                      <select
                        className="g-input is-small"
                        aria-label={`${text.stage}: ${word}`}
                        value={chosen[word] ?? found ?? ''}
                        onChange={({ target: { value } }) => {
                          const { [word]: _before, ...others } = chosen
                          onChange(value ? { ...others, [word]: value } : others)
                        }}
                      >
                        {!found && <option value="">{text.notTaken}</option>}
                        {way.stages.map((it) => (
                          <option key={it.id} value={it.id}>
                            {nameOf(it, presetNames[format.language].stages)}
                          </option>
                        ))}
                      </select>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
