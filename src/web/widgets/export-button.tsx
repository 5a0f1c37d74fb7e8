import { IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Operation } from '#kernel/operation.ts'

const ExportDrawer = lazy(async () => ({ default: (await import('./export-drawer.tsx')).ExportDrawer }))

/** A file that a list offers: what it holds, the operation that makes it, and the conditions of the list. */
export type ExportOffer = { label: string; operation: Operation; query: Record<string, unknown> }

/** Opens the choice of file and form for what a list shows. */
export function ExportButton({ label, offers }: { label: string; offers: readonly ExportOffer[] }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="g-button" onClick={() => setOpen(true)}>
        <IconDownload /> {label}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <ExportDrawer offers={offers} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
