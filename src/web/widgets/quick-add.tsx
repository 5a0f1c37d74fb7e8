import { IconPlus } from '@tabler/icons-react'
import { createContext, useContext } from 'react'
import { useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

/** Opens the line in which an enquiry is taken down; null = this person takes none down. */
export const QuickAddContext = createContext<(() => void) | null>(null)

/** The button for it, which lies under the thumb on a phone. */
export function QuickAddButton({ isPrimary = false }: { isPrimary?: boolean }) {
  const text = useTexts(widgetTexts)
  const open = useContext(QuickAddContext)
  if (!open) return null
  return (
    <button type="button" className={`g-button g-quick${isPrimary ? ' is-primary' : ''}`} onClick={open}>
      <IconPlus /> {text.quickAdd}
    </button>
  )
}
