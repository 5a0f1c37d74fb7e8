/** What the composition may know of forms. */
export { formUndoers } from './undo.ts'
