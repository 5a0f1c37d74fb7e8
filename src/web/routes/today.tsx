import { lazy, Suspense } from 'react'
import { type DealDrawers } from '#features/leads/ui/row-drawer.tsx'
import { TodayScreen } from '#features/leads/ui/today-screen.tsx'
import { Drawer } from '../widgets/drawer.tsx'

const StepDrawer = lazy(() =>
  import('#features/funnel/ui/step-drawer.tsx').then((it) => ({ default: it.StepDrawer })),
)
const DoneForm = lazy(() =>
  import('#features/funnel/ui/done-form.tsx').then((it) => ({ default: it.DoneForm })),
)

const drawers: DealDrawers = {
  plan: (deal, onClose) => (
    <Suspense>
      <StepDrawer deal={deal} onClose={onClose} />
    </Suspense>
  ),
  done: (deal, step, onClose) => (
    <Drawer title={deal.title} onClose={onClose}>
      <Suspense>
        <DoneForm deal={deal} step={step} onClose={onClose} />
      </Suspense>
    </Drawer>
  ),
}

/** The queue of a person, with the steps of their deals. */
export function TodayRoute() {
  return <TodayScreen drawers={drawers} />
}
