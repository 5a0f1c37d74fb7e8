import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useCan } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { registryTexts } from './text.ts'

const FillDrawer = lazy(async () => ({ default: (await import('./fill-drawer.tsx')).FillDrawer }))

/** The button that asks the register for a client, where one is connected. */
export function FillByInn({ clientId }: { clientId: string }) {
  const text = useTexts(registryTexts)
  const mayAsk = useCan()(contract.registry.lookUp)
  const [isOpen, setOpen] = useState(false)
  const state = useQuery({
    queryKey: ['registry', 'state'],
    queryFn: () => api.registry.state(),
    staleTime: 60_000,
    enabled: mayAsk,
  })
  if (!state.data?.isOn) return null
  return (
    <>
      <button type="button" className="g-button" onClick={() => setOpen(true)}>
        {text.fill}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <FillDrawer clientId={clientId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
