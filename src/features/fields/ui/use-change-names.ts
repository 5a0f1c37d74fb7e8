import { useQuery } from '@tanstack/react-query'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useLanguage } from '#web/text.ts'
import { describeChange } from '../domain/describe-change.ts'

/** A change of an own field by the field's name, its values as they are read; null = it is no own field. */
export function useOwnFieldChange(): (change: ChangedField) => ChangedField | null {
  const language = useLanguage()
  const { currency } = useSession().workspace
  const query = useQuery({ queryKey: ['fields', 'list'], queryFn: () => api.fields.list() })
  return (change) => describeChange(query.data?.rows ?? [], change, language, currency)
}
