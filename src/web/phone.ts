import { useSyncExternalStore } from 'react'

const phone = window.matchMedia('(max-width: 760px)')

/** Whether the window is as narrow as a phone. */
export const usePhone = (): boolean =>
  useSyncExternalStore(
    (heard) => {
      phone.addEventListener('change', heard)
      return () => phone.removeEventListener('change', heard)
    },
    () => phone.matches,
  )
