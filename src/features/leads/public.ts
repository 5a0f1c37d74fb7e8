/** What other slices and the composition may know of leads. */
export { insertAnswers, insertStory } from './bulk.ts'
export { leadUndoers } from './undo.ts'
