/** What other slices and the composition may know of the fields that a company defines for its clients. */
export { checkValues } from './domain/check-value.ts'
export type { FieldCondition } from './domain/conditions.ts'
export type { Field, FieldKind, FieldValue, FieldValues } from './domain/field.ts'
export { parseValue } from './domain/parse-value.ts'
export { plainText } from './domain/show-value.ts'
export { fieldUndoers } from './undo.ts'
export { checkFieldChanges, loadConditions, loadFields } from './values.ts'
