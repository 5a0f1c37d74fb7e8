/** What the composition and the command line may know of segments. */
export { segmentBase } from './segment-base.ts'
export { segmentUndoers } from './undo.ts'
