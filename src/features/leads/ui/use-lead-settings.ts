import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'

/** What decides a grade and how soon an A hears from us. */
export const useLeadSettings = () =>
  useQuery({ queryKey: ['leads', 'settings'], queryFn: () => api.leads.getSettings(), staleTime: 60_000 })
