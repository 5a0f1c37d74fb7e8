/** What the composition and the command line may know of imports. */
export type { ImportMap } from './domain/plan.ts'
export { type ImportReport, type ImportRequest, runImport, undoImport } from './run-import.ts'
export { importUndoers } from './undo.ts'
export { moveClientMemory, moveClientMemoryBack, type MovedMemory } from './client-memory.ts'
