/** What other slices and the composition may know of leads. */
export { leadUndoers } from './undo.ts'
