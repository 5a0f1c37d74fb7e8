import { IconChevronDown, IconChevronUp, IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { placeColumn, shownColumns } from '../domain/list-columns.ts'
import { type Basis, useColumns } from './columns.tsx'
import { columnTexts } from './columns-text.ts'

type Props = {
  basis: Basis
  /** null = those that the list begins with */
  chosen: readonly string[] | null
  /** nothing to go back to */
  isOriginal: boolean
  onChoose: (columns: string[] | null) => void
  onClose: () => void
}

/** The columns of the list: which are shown, and in what order. */
export function ColumnChooser({ basis, chosen, isOriginal, onChoose, onClose }: Props) {
  const text = useTexts(columnTexts)
  const known = useColumns(basis, chosen).filter((column) => !column.isFixed)
  const shown = shownColumns(known, chosen)
  const ids = shown.map(({ id }) => id)
  const hidden = known.filter(({ id }) => !ids.includes(id))
  const [dragged, setDragged] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const move = (id: string, place: number): void => {
    if (place < 0 || place >= ids.length) return
    onChoose(placeColumn(ids, id, place))
    setSaid(text.placed(place + 1, known.find((column) => column.id === id)?.heading ?? ''))
  }
  const onKey = (id: string) => (event: KeyboardEvent) => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    if (by === undefined || !ids.includes(id)) return
    event.preventDefault()
    move(id, ids.indexOf(id) + by)
  }
  return (
    <Drawer title={text.title} onClose={onClose}>
      <p className="g-sm g-2">{text.note}</p>
      <ul className="g-columns">
        {[...shown, ...hidden].map(({ id, heading }) => {
          const place = ids.indexOf(id)
          const isShown = place >= 0
          return (
            // By keyboard a column moves with its buttons or Alt and arrows; the drag is the pointer's way.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
            <li
              key={id}
              className={`g-row${id === dragged ? ' is-dragged' : ''}`}
              draggable={isShown}
              onDragStart={(event) => {
                event.dataTransfer.setData('text/plain', id)
                setDragged(id)
              }}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                if (!dragged || !isShown) return
                event.preventDefault()
                if (dragged !== id) move(dragged, place)
              }}
              onDrop={(event) => event.preventDefault()}
            >
              <IconGripVertical
                size={16}
                className={`g-3${isShown ? '' : ' is-hidden'}`}
                aria-hidden="true"
              />
              <label className="g-row g-grow">
                <input
                  type="checkbox"
                  checked={isShown}
                  onKeyDown={onKey(id)}
                  onChange={() => onChoose(placeColumn(ids, id, isShown ? null : ids.length))}
                />
                {heading}
              </label>
              {isShown && (
                <>
                  <button
                    type="button"
                    className="g-button is-quiet"
                    aria-label={text.up(heading)}
                    disabled={place === 0}
                    onClick={() => move(id, place - 1)}
                  >
                    <IconChevronUp />
                  </button>
                  <button
                    type="button"
                    className="g-button is-quiet"
                    aria-label={text.down(heading)}
                    disabled={place === ids.length - 1}
                    onClick={() => move(id, place + 1)}
                  >
                    <IconChevronDown />
                  </button>
                </>
              )}
            </li>
          )
        })}
      </ul>
      <span className="g-visually-hidden" role="status">
        {said}
      </span>
      <button type="button" className="g-button" disabled={isOriginal} onClick={() => onChoose(null)}>
        {text.reset}
      </button>
    </Drawer>
  )
}
