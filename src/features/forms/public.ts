/** What other parts of the house may know of forms. */
export { insertFormWith, type ToldSubmission } from './bulk.ts'
export { formUndoers } from './undo.ts'
