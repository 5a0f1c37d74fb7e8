import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { Preview, Spelling } from '../contract.ts'
import { dealImportTexts } from './deal-text.ts'

/** What comes of the rows of a file of deals: won, lost and open, with their money. */
export function DealSums({ deals }: { deals: NonNullable<Preview['deals']> }) {
  const text = useTexts(dealImportTexts)
  const format = useFormat()
  return (
    <section className="g-stack">
      <h2>{text.sums}</h2>
      <table className="g-table" style={{ maxWidth: 480 }}>
        <thead>
          <tr>
            <th>{text.kind}</th>
            <th className="g-num">{text.count}</th>
            <th className="g-num">{text.money}</th>
          </tr>
        </thead>
        <tbody>
          {(['won', 'lost', 'open'] as const).map((kind) => (
            <tr key={kind}>
              <td className="g-strong">{text.kinds[kind]}</td>
              <td className="g-num">{format.number(deals[kind].rows)}</td>
              <td className="g-num">{format.money(deals[kind].amountMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="g-sm g-2">{text.noHistory}</p>
    </section>
  )
}

/** Products written like others: told, for a person to decide. */
export function Spellings({ rows }: { rows: readonly Spelling[] }) {
  const text = useTexts(dealImportTexts)
  const format = useFormat()
  if (rows.length === 0) return null
  return (
    <section className="g-notice is-warn g-stack">
      <h2>{text.spellings}</h2>
      <p className="g-sm">{text.spellingsNote}</p>
      <ul className="g-sm" style={{ margin: 0, paddingLeft: 18 }}>
        {rows.map(({ name, count, isListed, alike }) => (
          <li key={name}>
            <b>{name}</b> ({text.times(count, format.number(count))})
            {isListed === false && `, ${text.notListed}`}
            {alike.length > 0 && (
              <>
                {' '}
                — {text.like}{' '}
                {alike
                  .map((it) =>
                    [`«${it.name}»`, text.where[it.where], it.count > 0 && format.number(it.count)]
                      .filter(Boolean)
                      .join(' '),
                  )
                  .join(', ')}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
