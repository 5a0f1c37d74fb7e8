import type { ChangedField } from '#kernel/changed-fields.ts'
import type { Language } from '#kernel/format.ts'
import type { Field } from './field.ts'
import { showValue } from './show-value.ts'

const GROUP = 'fields.'

/**
 * A change of a field of one's own as a person reads it: by the field's name, with its values written out; null = it is no
 * such change.
 */
export function describeChange(
  fields: readonly Field[],
  change: ChangedField,
  language: Language,
  currency: string,
): ChangedField | null {
  if (!change.name.startsWith(GROUP)) return null
  const field = fields.find((it) => it.id === change.name.slice(GROUP.length))
  if (!field) return null
  const shown = (text: string | null): string | null =>
    text === null ? null : showValue(field, text, language, currency)
  return { name: field.name, before: shown(change.before), after: shown(change.after) }
}
