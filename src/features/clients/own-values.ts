import type { FieldValue, FieldValues } from '#features/fields/public.ts'

/** Values of own fields with changes written over them; null takes a value away. */
export const withChanges = (
  values: FieldValues,
  changes: Readonly<Record<string, FieldValue | null>>,
): FieldValues =>
  Object.fromEntries(
    Object.entries({ ...values, ...changes }).filter((it): it is [string, FieldValue] => it[1] !== null),
  )
