import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'

/** The fields that this company defined for its clients. */
export function useCustomFields(): { id: string; name: string }[] {
  const { data } = useQuery({ queryKey: ['fields', 'list'], queryFn: () => api.fields.list() })
  return data?.rows.filter((field) => !field.isRemoved) ?? []
}
