import {
  IconBuilding,
  IconChartGridDots,
  IconClockExclamation,
  IconCopy,
  IconDownload,
  IconFilter,
  IconHourglass,
  IconLayoutKanban,
  IconLoader,
  IconSettings,
  IconTransfer,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { contract } from '#contract.ts'
import { useCan } from '../session.ts'
import { useTexts } from '../text.ts'
import { shellTexts } from './text.ts'

export type Destination = {
  to:
    | '/today'
    | '/clients'
    | '/clients/matrix'
    | '/clients/rfm'
    | '/clients/moves'
    | '/clients/late'
    | '/clients/duplicates'
    | '/deals'
    | '/funnel'
    | '/leads/report'
    | '/leads/nurture'
    | '/imports'
    | '/settings'
  label: string
  icon: ComponentType
  group: 'day' | 'sales' | 'foot'
  isSub: boolean
}

/** The screens that this person may open. */
export function useDestinations(): Destination[] {
  const text = useTexts(shellTexts)
  const can = useCan()
  const sales = [
    { to: '/clients', label: text.clients, icon: IconBuilding, isSub: false },
    { to: '/clients/matrix', label: text.matrix, icon: IconChartGridDots, isSub: true },
    { to: '/clients/late', label: text.late, icon: IconClockExclamation, isSub: true },
    { to: '/clients/moves', label: text.moves, icon: IconTransfer, isSub: true },
    { to: '/clients/rfm', label: text.rfm, icon: IconUsersGroup, isSub: true },
    ...(can(contract.duplicates.list)
      ? ([{ to: '/clients/duplicates', label: text.duplicates, icon: IconCopy, isSub: true }] as const)
      : []),
    { to: '/deals', label: text.deals, icon: IconLayoutKanban, isSub: false },
    { to: '/funnel', label: text.funnel, icon: IconFilter, isSub: false },
    ...(can(contract.leads.report)
      ? ([
          { to: '/leads/report', label: text.leadReport, icon: IconHourglass, isSub: false },
          { to: '/leads/nurture', label: text.nurture, icon: IconHourglass, isSub: true },
        ] as const)
      : []),
  ] as const
  const imports = { to: '/imports', label: text.imports, icon: IconDownload, isSub: false } as const
  const settings = { to: '/settings', label: text.settings, icon: IconSettings, isSub: false } as const
  const today = { to: '/today', label: text.today, icon: IconLoader, isSub: false } as const
  return [
    ...(can(contract.leads.today) ? [{ ...today, group: 'day' as const }] : []),
    ...sales.map((it) => ({ ...it, group: 'sales' as const })),
    ...[...(can(contract.imports.list) ? [imports] : []), settings].map((it) => ({
      ...it,
      group: 'foot' as const,
    })),
  ]
}
