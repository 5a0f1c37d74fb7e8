import { customIdOf, type ImportKind } from '../domain/plan.ts'
import type { importTexts } from './text.ts'

// A client's own names of what files bring under other names.
const fileName: Record<string, string | undefined> = {
  name: 'clientName',
  externalId: 'clientExternalId',
  kind: 'clientKind',
  ownerId: 'rep',
}

/** What of a client an undo left, in words, each once. */
export function leftFields(text: (typeof importTexts)['ru'], fields: readonly string[]): string {
  const label = (field: string): string => {
    const [group = ''] = field.split('.')
    if (group === 'fields') return text.someOwnField
    return (text.fields[fileName[group] ?? group] ?? group).replace(/^.*: /, '')
  }
  return [...new Set(fields.map(label))].join(', ')
}

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
