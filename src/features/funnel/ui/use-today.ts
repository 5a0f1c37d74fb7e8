import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'

/** The open deals of a way as they stand now, and what they will bring. */
export function useToday(pipelineId: string) {
  return useQuery({
    queryKey: ['conversion', 'today', pipelineId],
    queryFn: () => api.conversion.today({ query: { pipelineId } }),
  })
}
