import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { phoneText } from '#kernel/phone-text.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type DuplicatePair, type DuplicateSide, type MergeField, mergeFields } from '../contract.ts'
import { duplicateTexts } from './text.ts'

type Which = 'a' | 'b'

// What stays where both say something: the one with more orders, or else the older.
const stronger = ({ a, b }: DuplicatePair): Which =>
  a.orderCount !== b.orderCount
    ? a.orderCount > b.orderCount
      ? 'a'
      : 'b'
    : a.createdAt <= b.createdAt
      ? 'a'
      : 'b'

/** Two records side by side: which one stays, and whose value in each field where they differ. */
export function MergeDrawer({ pair, onClose }: { pair: DuplicatePair; onClose: () => void }) {
  const text = useTexts(duplicateTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [keepWhich, setKeep] = useState<Which>(() => stronger(pair))
  const [chosen, setChosen] = useState<Partial<Record<MergeField, Which>>>({})
  const keep = pair[keepWhich]
  const drop = pair[keepWhich === 'a' ? 'b' : 'a']
  const differing = mergeFields.filter((name) => (pair.a[name] ?? '') !== (pair.b[name] ?? ''))
  // An empty field takes what the other knows.
  const whose = (name: MergeField): Which =>
    chosen[name] ?? (pair.a[name] === null ? 'b' : pair.b[name] === null ? 'a' : keepWhich)
  const shown = (side: DuplicateSide, name: MergeField): string => {
    if (name === 'ownerId') return side.ownerName ?? text.empty
    if (name === 'kind') return text.kinds[side.kind] ?? side.kind
    const value = side[name] ?? text.empty
    return name === 'phone' ? phoneText(value) : value
  }
  const merge = useMutation({
    mutationFn: () =>
      api.duplicates.merge({
        body: {
          keepId: keep.id,
          keepRev: keep.rev,
          dropId: drop.id,
          dropRev: drop.rev,
          take: differing.filter((name) => whose(name) !== keepWhich),
        },
      }),
    onSuccess: async ({ unitId, renamedOrders }) => {
      await cache.invalidateQueries()
      onClose()
      const said = text.merged(shown(whose('name') === keepWhich ? keep : drop, 'name'))
      toast(renamedOrders > 0 ? `${said}. ${text.renamed(renamedOrders)}` : said, () => void undo(unitId))
    },
  })
  const side = (which: Which) => (
    <th key={which} scope="col" aria-label={pair[which].name}>
      <label className="g-row">
        <input type="radio" name="keep" checked={keepWhich === which} onChange={() => setKeep(which)} />
        <span>
          {keepWhich === which ? text.stays : text.goes}
          <br />
          <span className="g-xs g-3">
            {text.orders(pair[which].orderCount)}
            {pair[which].lastOrderedOn && ` · ${text.last(format.day(pair[which].lastOrderedOn))}`}
          </span>
        </span>
      </label>
    </th>
  )
  const cell = (which: Which, name: MergeField) => (
    <td key={which}>
      <label className="g-row">
        <input
          type="radio"
          name={`of-${name}`}
          aria-label={`${text.fields[name]}: ${shown(pair[which], name)}`}
          checked={whose(name) === which}
          onChange={() => setChosen({ ...chosen, [name]: which })}
        />
        <span className={whose(name) === which ? 'g-strong' : 'g-3'}>{shown(pair[which], name)}</span>
      </label>
    </td>
  )
  const mayMerge = pair.a.mayEdit && pair.b.mayEdit
  return (
    <Drawer title={text.drawer} onClose={onClose} isWide>
      <form
        className="g-stack"
        onSubmit={(event) => {
          event.preventDefault()
          merge.mutate()
        }}
      >
        <div className="g-scroll-x">
          <table className="g-table">
            <thead>
              <tr>
                <th scope="col">{text.field}</th>
                {side('a')}
                {side('b')}
              </tr>
            </thead>
            <tbody>
              {differing.map((name) => (
                <tr key={name}>
                  <th scope="row" className="g-2">
                    {text.fields[name]}
                  </th>
                  {cell('a', name)}
                  {cell('b', name)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="g-sm g-2">{text.effect(text.orders(drop.orderCount), keep.name)}</p>
        {merge.error && <Failure error={merge.error} />}
        {mayMerge ? (
          <div>
            <button type="submit" className="g-button is-primary" disabled={merge.isPending}>
              {text.merge}
            </button>
          </div>
        ) : (
          <p className="g-sm g-3">{text.notYours}</p>
        )}
      </form>
    </Drawer>
  )
}
