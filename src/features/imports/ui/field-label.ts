import { customIdOf, type ImportKind } from '../domain/plan.ts'
import type { importTexts } from './text.ts'

/** What a field is called: one that all companies have, or one of this company's own. */
export function fieldLabel(
  text: (typeof importTexts)['ru'],
  kind: ImportKind,
  field: string,
  customFields: readonly { id: string; name: string }[],
): string {
  const id = customIdOf(field)
  if (id === null)
    return (kind === 'contacts' ? text.ofPerson[field] : undefined) ?? text.fields[field] ?? field
  const custom = customFields.find((it) => it.id === id)
  return custom ? text.ownField(custom.name) : text.goneField
}
