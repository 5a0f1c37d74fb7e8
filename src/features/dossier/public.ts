/** What other slices and the composition may know of dossiers. */
export { findUnmet, forgetImportedContacts, insertFacts, keepImportedContacts } from './bulk.ts'
export { passFirstContact } from './first-contact.ts'
export { recordFacts } from './record-facts.ts'
export { type SentDossier, takeDossier } from './take-dossier.ts'
export { listHolding as listFacts, type MovedDossier, moveDossier, moveDossierBack } from './store.ts'
export { dossierUndoers } from './undo.ts'
