/** What other slices and the composition may know of the fields that a company defines for its clients. */
export type { FieldCondition } from './domain/conditions.ts'
export type { Field, FieldValue, FieldValues } from './domain/field.ts'
export {
  /** @public a cell of a file as a value */
  parseValue,
} from './domain/parse-value.ts'
export { plainText } from './domain/show-value.ts'
export { fieldUndoers } from './undo.ts'
export {
  checkFieldChanges,
  loadConditions,
  loadFields,
  loadOwnFieldChange,
  makeCheckFieldChanges,
} from './values.ts'
