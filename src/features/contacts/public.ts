/** What other slices and the composition may know of contacts. */
export { addPerson } from './add-person.ts'
export { insertTouches, matchRecords, recordIdentity, takeBackRecords, writeRecords } from './bulk.ts'
export { insertPerson, type MovedContacts, moveContacts, moveContactsBack } from './store.ts'
export { writeTouch } from './write-touch.ts'
export { contactUndoers } from './undo.ts'
