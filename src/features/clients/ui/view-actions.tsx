import { IconBookmark, IconDeviceFloppy, IconSettings } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { View } from '../views-contract.ts'
import type { ListState } from './list-state.ts'
import { useViewChange } from './use-view-change.ts'
import { EditView } from './view-drawer.tsx'
import { viewTexts } from './view-text.ts'

type Props = { state: ListState; view: View; onSaveAs: () => void }

/** What can be done with the view that is open. */
export function ViewActions({ state, view, onSaveAs }: Props) {
  const text = useTexts(viewTexts)
  const toast = useToast()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const [isEditing, setEditing] = useState(false)
  const save = useViewChange(
    async () => {
      const { unitId } = await api.views.update({
        params: { id: view.id },
        body: { rev: view.rev, search: state.query, columns: [...(state.columns ?? [])] },
      })
      const next = () => void navigate({ to: '/clients', search: { view: view.id }, replace: true })
      return { unitId, said: text.saved(view.name), next }
    },
    (error) => toast(errorText(error)),
  )
  return (
    <div className="g-row">
      {state.isChanged && (
        <>
          {view.mayChange && (
            <button
              type="button"
              className="g-button"
              disabled={save.isPending}
              onClick={() => save.mutate(null)}
            >
              <IconDeviceFloppy /> {text.saveChanges}
            </button>
          )}
          <button type="button" className="g-button is-quiet" onClick={onSaveAs}>
            <IconBookmark /> {text.saveAs}
          </button>
          <Link to="/clients" search={{ view: view.id }} replace className="g-button is-quiet">
            {text.discard}
          </Link>
        </>
      )}
      {view.mayChange && !state.isChanged && (
        <button type="button" className="g-button is-quiet" onClick={() => setEditing(true)}>
          <IconSettings /> {text.settings}
        </button>
      )}
      {isEditing && <EditView view={view} onClose={() => setEditing(false)} />}
    </div>
  )
}
