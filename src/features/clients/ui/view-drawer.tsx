import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { shownColumns } from '../domain/list-columns.ts'
import { mayShareViews } from '../domain/view-rights.ts'
import type { View } from '../views-contract.ts'
import { useColumns } from './columns.tsx'
import type { ListState } from './list-state.ts'
import { useViewChange } from './use-view-change.ts'
import { viewTexts } from './view-text.ts'

type Fields = { name: string; isShared: boolean }

function ViewForm({
  initial,
  mayShare,
  isPending,
  error,
  note,
  onSubmit,
  children,
}: {
  initial: Fields
  mayShare: boolean
  isPending: boolean
  error: Error | null
  note?: string
  onSubmit: (fields: Fields) => void
  children?: ReactNode
}) {
  const text = useTexts(viewTexts)
  const [name, setName] = useState(initial.name)
  const [isShared, setShared] = useState(initial.isShared)
  const helpId = useId()
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit({ name, isShared })
      }}
    >
      {note && <p className="g-sm g-2">{note}</p>}
      <TextField label={text.name} value={name} onChange={setName} isRequired isAutofocused />
      {mayShare && (
        <div>
          <label className="g-row">
            <input
              type="checkbox"
              checked={isShared}
              aria-describedby={helpId}
              onChange={(event) => setShared(event.target.checked)}
            />
            {text.share}
          </label>
          <p id={helpId} className="g-sm g-3">
            {text.shareHelp}
          </p>
        </div>
      )}
      {error && <Failure error={error} />}
      <div className="g-row">
        <button type="submit" className="g-button is-primary" disabled={isPending || name.trim() === ''}>
          {text.save}
        </button>
        {children}
      </div>
    </form>
  )
}

/** Keeps what the list shows now under a name. */
export function NewView({ state, onClose }: { state: ListState; onClose: () => void }) {
  const text = useTexts(viewTexts)
  const navigate = useNavigate()
  const { user } = useSession()
  const known = useColumns({ asOf: null, windowFrom: null, measure: 'turnover' }, state.columns)
  const columns = shownColumns(known, state.columns).flatMap(({ id, isFixed }) => (isFixed ? [] : [id]))
  const create = useViewChange(async (fields: Fields) => {
    const { view, unitId } = await api.views.create({ body: { ...fields, search: state.query, columns } })
    const next = () => {
      onClose()
      void navigate({ to: '/clients', search: { view: view.id } })
    }
    return { unitId, said: text.saved(view.name), next }
  })
  return (
    <Drawer title={text.newTitle} onClose={onClose}>
      <ViewForm
        initial={{ name: '', isShared: false }}
        mayShare={mayShareViews(user.role)}
        isPending={create.isPending}
        error={create.error}
        note={text.keeps}
        onSubmit={create.mutate}
      />
    </Drawer>
  )
}

/** Renames, shares and deletes a view. */
export function EditView({ view, onClose }: { view: View; onClose: () => void }) {
  const text = useTexts(viewTexts)
  const navigate = useNavigate()
  const { user } = useSession()
  const params = { id: view.id }
  const update = useViewChange(async ({ name, isShared }: Fields) => {
    const { unitId } = await api.views.update({ params, body: { rev: view.rev, name, isShared } })
    return { unitId, said: text.saved(name), next: onClose }
  })
  const remove = useViewChange(async () => {
    const { unitId } = await api.views.remove({ params })
    const next = () => void navigate({ to: '/clients', search: {} })
    return { unitId, said: text.deleted(view.name), next }
  })
  return (
    <Drawer title={text.settings} onClose={onClose}>
      <ViewForm
        initial={view}
        mayShare={view.isShared || mayShareViews(user.role)}
        isPending={update.isPending || remove.isPending}
        error={update.error ?? remove.error}
        onSubmit={update.mutate}
      >
        <span className="g-grow" />
        <button
          type="button"
          className="g-button is-danger"
          disabled={remove.isPending}
          onClick={() => remove.mutate(null)}
        >
          {text.delete}
        </button>
      </ViewForm>
    </Drawer>
  )
}

/** Every view that the person may open, when there are too many for tabs. */
export function AllViews({ views, onClose }: { views: readonly View[]; onClose: () => void }) {
  const text = useTexts(viewTexts)
  const groups = [
    [text.mine, views.filter((view) => view.isMine)],
    [text.shared, views.filter((view) => !view.isMine)],
  ] as const
  return (
    <Drawer title={text.allTitle} onClose={onClose}>
      {groups.map(
        ([title, some]) =>
          some.length > 0 && (
            <section key={title}>
              <h3 className="g-sm g-3">{title}</h3>
              <ul className="g-columns">
                {some.map((view) => (
                  <li key={view.id} className="g-row">
                    <Link to="/clients" search={{ view: view.id }} onClick={onClose}>
                      {view.name}
                    </Link>
                    {!view.isMine && <span className="g-3">{text.by(view.author)}</span>}
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </Drawer>
  )
}
