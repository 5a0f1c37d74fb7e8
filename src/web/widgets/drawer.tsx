import { Drawer as MantineDrawer } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

type Props = { title: ReactNode; onClose: () => void; isWide?: boolean; children: ReactNode }

/** A drawer from the right: Esc closes, focus stays inside and returns to where it was. */
export function Drawer({ title, onClose, isWide = false, children }: Props) {
  const text = useTexts(widgetTexts)
  // It leaves by being taken away, so it gives the focus back itself.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    },
    [opener],
  )
  return (
    <MantineDrawer
      opened
      onClose={onClose}
      position="right"
      size={isWide ? 640 : 480}
      title={title}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 160 }}
      closeButtonProps={{ 'aria-label': text.close }}
      classNames={{
        content: 'g-drawer',
        header: 'g-drawer-head',
        title: 'g-drawer-title',
        body: 'g-drawer-body',
      }}
    >
      {children}
    </MantineDrawer>
  )
}
