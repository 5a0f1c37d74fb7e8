import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Field, FieldValue } from '#features/fields/domain/field.ts'
import { showValue } from '#features/fields/domain/show-value.ts'
import { api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useLanguage } from '#web/text.ts'

const none: Field[] = []

/** The company's own fields in their order, without those that were removed. */
export function useFields() {
  const query = useQuery({ queryKey: ['fields', 'list'], queryFn: () => api.fields.list() })
  const rows = query.data?.rows ?? none
  const fields = useMemo(() => rows.filter((field) => !field.isRemoved), [rows])
  return { fields, query }
}

/** A value of an own field as it is read. */
export function useShowValue(): (field: Field, value: FieldValue) => string {
  const language = useLanguage()
  const { currency } = useSession().workspace
  return (field, value) => showValue(field, value, language, currency)
}
