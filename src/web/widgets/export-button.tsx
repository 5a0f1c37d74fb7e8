import { IconDownload } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { ExportOffer } from './export-drawer.tsx'

const ExportDrawer = lazy(async () => ({ default: (await import('./export-drawer.tsx')).ExportDrawer }))

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
