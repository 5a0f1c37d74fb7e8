import { type ReactNode, useEffect, useRef } from 'react'

type Props = { label: string; current: string | undefined; isForPhones?: boolean; children: ReactNode }

/** A row of links to views beside each other; on a phone, where the row is longer than the screen, the current one is in sight. */
export function Tabs({ label, current, isForPhones = false, children }: Props) {
  const row = useRef<HTMLElement>(null)
  useEffect(() => {
    const tab = current && row.current?.querySelector('[aria-current="page"]')
    if (tab instanceof HTMLElement)
      row.current?.scrollTo({ left: tab.offsetLeft - row.current.offsetLeft - 40 })
  }, [current])
  return (
    <nav className={isForPhones ? 'g-tabs g-only-phone' : 'g-tabs'} aria-label={label} ref={row}>
      {children}
    </nav>
  )
}
