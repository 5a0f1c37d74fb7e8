import type { ReactNode } from 'react'

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

/** What brings the next page of a list, as long as there is one. */
export function MoreButton({ of, children }: { of: Paged; children: ReactNode }) {
  if (!of.hasNextPage) return null
  return (
    <button
      type="button"
      className="g-button"
      // as wide as its words, whatever it stands in
      style={{ alignSelf: 'start', justifySelf: 'start' }}
      disabled={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      {children}
    </button>
  )
}
