/** What the composition may know of duplicates. */
export { duplicateUndoers } from './merge.ts'
