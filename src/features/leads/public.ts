/** What other slices and the composition may know of leads. */
export { addEnquiry, type Enquiry, readReach } from './add-enquiry.ts'
export { insertAnswers, insertStory } from './bulk.ts'
export { leadUndoers } from './undo.ts'
